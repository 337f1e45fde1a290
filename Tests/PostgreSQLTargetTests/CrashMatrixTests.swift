import Glibc
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// What a target does is broken off at each statement that it sends. In the end it has happened, once.
@Suite struct CrashMatrixTests {
  @Test(arguments: CrashScenario.all, LossyProxy.Moment.allCases)
  func `wherever it is cut off, everything is there once in the end`(
    scenario: CrashScenario, moment: LossyProxy.Moment
  ) async throws {
    try await Database.with { database in
      try await CrashMatrix(scenario: scenario, moment: moment).run(on: database, by: .cut)
    }
  }

  /// Other than over a connection that breaks, the server says why, or ends what it is doing. After an answer that is the
  /// same as before the next statement.
  @Test(arguments: CrashScenario.kinds, [LossyProxy.Moment.unsent, .sent])
  func `wherever the server ends the session, everything is there once in the end`(
    scenario: CrashScenario, moment: LossyProxy.Moment
  ) async throws {
    try await Database.with { database in
      let cause = LossyProxy.Cause.ended { backend in
        #expect(backend != 0)
        do { try database.end(backend, waits: moment == .unsent) } catch { Issue.record(error) }
      }
      try await CrashMatrix(scenario: scenario, moment: moment).run(on: database, by: cause)
    }
  }

  /// One after the other, since it is one server.
  @Test func `wherever the server is killed, everything is there once when it is back`() async throws {
    let cluster = try Cluster.small()
    defer { cluster.stop() }
    let cause = LossyProxy.Cause.after {
      do { try cluster.crash() } catch { Issue.record(error) }
    }
    for scenario in CrashScenario.kinds {
      for moment in LossyProxy.Moment.allCases {
        try await Database.with(on: cluster) { database in
          try await CrashMatrix(scenario: scenario, moment: moment).run(on: database, by: cause)
        }
      }
    }
  }

  /// A process of its own does it and is killed, so that nothing of it is left but what the server has.
  @Test(arguments: CrashScenario.kinds, LossyProxy.Moment.allCases)
  func `wherever the daemon is killed, everything is there once when another one has gone on`(
    scenario: CrashScenario, moment: LossyProxy.Moment
  ) async throws {
    try await Database.with { database in
      try await CrashMatrix(scenario: scenario, moment: moment).run(on: database) { number in
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [
            login = database.login as String, port = database.cluster.port as Int, name = scenario.name as String,
            moment = moment.rawValue as String, number = number as Int
          ] in
          let scenario = try #require(CrashScenario.kinds.first { $0.name == name })
          let moment = try #require(LossyProxy.Moment(rawValue: moment))
          let proxy = try LossyProxy(
            to: port, losing: .statement(number, moment), by: .after { kill(getpid(), SIGKILL) })
          _ = try await scenario.act(proxy.target(login: login))
        }
        return nil
      }
    }
  }
}

extension Database {
  /// Ends a session, and waits until it is over.
  fileprivate func end(_ backend: Int32, waits: Bool) throws {
    let admin = try admin()
    let session = "FROM pg_stat_activity WHERE datname = '\(name)' AND pid = \(backend)"
    try admin.run("SELECT pg_terminate_backend(pid) \(session)")
    while waits, try admin.value("SELECT count(*) \(session)") != "0" { usleep(500) }
  }
}
