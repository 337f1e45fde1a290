import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// The connection breaks at each statement that a target sends. What a broken connection had begun may still run on the
/// server when it is asked for again, so that asking once may not be enough.
@Suite struct CrashMatrixTests {
  @Test(arguments: CrashScenario.all, LossyProxy.Moment.allCases)
  func `wherever it is cut off, everything is there once in the end`(
    scenario: CrashScenario, moment: LossyProxy.Moment
  ) async throws {
    try await Database.with { database in
      let admin = try database.admin()
      let statements = try await statements(of: scenario, on: database, admin)
      for (number, sql) in statements.enumerated() where matters(moment, at: sql, of: scenario) {
        try await start(scenario, on: database, admin)
        let place = "statement \(number) of \(statements.count), \(sql)"
        let proxy = try LossyProxy(to: database.cluster.port, losing: .statement(number, moment))
        defer { proxy.stop() }
        let first = await attempt(scenario, try proxy.target(of: database))
        #expect(proxy.lost == 1, "\(place)")
        let target = try database.target()
        try await check(first, of: scenario, on: target, place)
        #expect(try await !scenario.act(target), "\(place): it was done again")
        #expect(try admin.value(CrashScenario.state) == scenario.end, "\(place)")
      }
    }
  }

  /// What is answered in a transaction and not committed is lost with the connection, as if the next statement were
  /// unsent. Only a small script is cut off there as well.
  private func matters(_ moment: LossyProxy.Moment, at sql: String, of scenario: CrashScenario) -> Bool {
    moment == .unsent || scenario.isSmall || sql == "COMMIT" || sql.contains("CONCURRENTLY")
  }

  private func start(_ scenario: CrashScenario, on database: Database, _ admin: Application) async throws {
    let others = "FROM pg_stat_activity WHERE datname = '\(database.name)' AND pid <> pg_backend_pid()"
    try admin.run("RESET ROLE; SELECT pg_terminate_backend(pid) \(others)")
    while try admin.value("SELECT count(*) \(others)") != "0" { try await Task.sleep(for: .milliseconds(2)) }
    try admin.run("SET client_min_messages = error; SET ROLE \(database.owner); " + CrashScenario.tables)
    if scenario.isExpanded { try await CrashScenario.expand(database.target()) }
  }

  private func statements(
    of scenario: CrashScenario, on database: Database, _ admin: Application
  ) async throws -> [String] {
    try await start(scenario, on: database, admin)
    let proxy = try LossyProxy(to: database.cluster.port, losing: .nothing)
    defer { proxy.stop() }
    #expect(try await scenario.act(proxy.target(of: database)))
    #expect(try admin.value(CrashScenario.state) == scenario.end)
    #expect(proxy.statements.contains("COMMIT"))
    return proxy.statements
  }

  private func attempt(
    _ scenario: CrashScenario, _ target: @autoclosure () throws -> PostgreSQLTarget
  ) async -> Result<Bool, any Error> {
    do { return .success(try await scenario.act(target())) } catch { return .failure(error) }
  }

  /// What was said the first time is true, and asking again leads to the end.
  private func check(
    _ first: Result<Bool, any Error>, of scenario: CrashScenario, on target: PostgreSQLTarget, _ place: String
  ) async throws {
    let isDone = try await scenario.isDone(target.ledger(of: "add-full-name"))
    switch first {
    case .success(let wasToDo):
      #expect(wasToDo && isDone, "\(place)")
      return
    case .failure(TargetError.outcomeUnknown): break
    case .failure(TargetError.unreachable(let text)), .failure(TargetError.locked(let text)):
      #expect(!isDone, "\(place): \(text)")
    case .failure(let error): Issue.record("\(place): \(error)")
    }
    var last: Result<Bool, any Error> = first
    for _ in 0..<200 {
      last = await attempt(scenario, target)
      guard case .failure = last else { break }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(throws: Never.self, "\(place)") { try last.get() }
  }
}
