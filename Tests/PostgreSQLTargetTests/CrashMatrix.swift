import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// A scenario that is broken off at each statement which it sends, at one moment of it, and what has to hold after that.
struct CrashMatrix {
  var scenario: CrashScenario
  var moment: LossyProxy.Moment

  /// `attempt` does the scenario, broken off at the statement of this number; nil where nobody is left to say what came
  /// of it. Afterwards a target that knows nothing of it goes on.
  func run(on database: Database, _ attempt: (Int) async throws -> Result<Bool, any Error>?) async throws {
    let statements = try await statements(on: database)
    for (number, sql) in statements.enumerated() where matters(at: sql) {
      try await start(on: database)
      let place = "statement \(number) of \(statements.count), \(sql)"
      let first = try await attempt(number)
      let target = try database.target()
      try await check(first, on: target, place)
      #expect(try await !scenario.act(target), "\(place): it was done again")
      #expect(try database.value(CrashScenario.state) == scenario.end, "\(place)")
    }
  }

  /// The same with a proxy in this process, by which the connection breaks.
  func run(on database: Database, by cause: LossyProxy.Cause) async throws {
    try await run(on: database) { number in
      let proxy = try LossyProxy(to: database.cluster.port, losing: .statement(number, moment), by: cause)
      defer { proxy.stop() }
      let first = await result(of: try proxy.target(of: database))
      #expect(proxy.lost == 1, "statement \(number)")
      return first
    }
  }

  /// What is answered in a transaction and not committed is lost with the connection, as if the next statement were
  /// unsent. Only a small script is cut off there as well.
  private func matters(at sql: String) -> Bool {
    moment == .unsent || scenario.isSmall || sql == "COMMIT" || sql.contains("CONCURRENTLY")
  }

  private func start(on database: Database) async throws {
    let admin = try database.admin()
    let others = "FROM pg_stat_activity WHERE datname = '\(database.name)' AND pid <> pg_backend_pid()"
    try admin.run("SELECT pg_terminate_backend(pid) \(others)")
    while try admin.value("SELECT count(*) \(others)") != "0" { try await Task.sleep(for: .milliseconds(2)) }
    try admin.run("SET client_min_messages = error; SET ROLE \(database.owner); " + CrashScenario.tables)
    if scenario.isExpanded { try await CrashScenario.expand(database.target()) }
  }

  private func statements(on database: Database) async throws -> [String] {
    try await start(on: database)
    let proxy = try LossyProxy(to: database.cluster.port, losing: .nothing)
    defer { proxy.stop() }
    #expect(try await scenario.act(proxy.target(of: database)))
    #expect(try database.value(CrashScenario.state) == scenario.end)
    #expect(proxy.statements.contains("COMMIT"))
    return proxy.statements
  }

  private func result(of target: PostgreSQLTarget) async -> Result<Bool, any Error> {
    do { return .success(try await scenario.act(target)) } catch { return .failure(error) }
  }

  /// What was said the first time is true, and asking again leads to the end.
  private func check(
    _ first: Result<Bool, any Error>?, on target: PostgreSQLTarget, _ place: String
  ) async throws {
    if let first {
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
    }
    // What a broken connection had begun may still run on the server, so that asking once may not be enough.
    var last = await result(of: target)
    for _ in 0..<200 {
      guard case .failure = last else { break }
      try await Task.sleep(for: .milliseconds(20))
      last = await result(of: target)
    }
    #expect(throws: Never.self, "\(place)") { try last.get() }
  }
}
