import MigrationPostgreSQL
import Testing
import ThrowawayPostgreSQL

@Suite struct InterruptionTests {
  /// Waits until the server runs `sql` for somebody, and tells for which process.
  private func isRunning(_ sql: String, in database: Database) async throws -> String {
    for _ in 0..<6_000 {
      let pid = try database.value(
        "SELECT pid FROM pg_stat_activity WHERE query = '\(sql)' AND state = 'active' AND datname = '\(database.name)'")
      if let pid { return pid }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw ClusterError("\(sql) was never run")
  }

  @Test func `a cancelled task cancels its statement on the server and keeps the connection`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let task = Task { try await connection.run("SELECT pg_sleep(600)") }
      let pid = try await isRunning("SELECT pg_sleep(600)", in: database)
      task.cancel()
      await #expect(throws: PostgreSQLError.cancelled) { try await task.value }
      #expect(try await connection.run("SELECT pg_backend_pid()").value == pid)
    }
  }

  @Test func `whoever is cancelled before its turn does nothing`() async throws {
    try await Database.with("CREATE TABLE t (a int)") { database in
      let connection = try database.connection()
      let task = Task {
        while !Task.isCancelled { await Task.yield() }
        return try await connection.run("INSERT INTO t VALUES (1)")
      }
      task.cancel()
      await #expect(throws: PostgreSQLError.cancelled) { try await task.value }
      #expect(try database.value("SELECT count(*) FROM t") == "0")
    }
  }

  @Test func `cancelling never hits the statement after`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      for round in 0..<60 {
        let task = Task { try await connection.run("SELECT pg_sleep(0.01)") }
        try await Task.sleep(for: .microseconds(400 * round))
        task.cancel()
        // Whether it came in time is chance; what comes next is not to notice.
        _ = try? await task.value
        #expect(try await connection.run("SELECT count(*) FROM generate_series(1, 3000)").value == "3000")
      }
    }
  }

  @Test func `a statement that takes too long is cancelled`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let error = await #expect(throws: PostgreSQLError.expired(.milliseconds(100))) {
        try await connection.run("SELECT pg_sleep(600)", bound: .milliseconds(100))
      }
      #expect(error?.description == "it took longer than 100 ms and was cancelled")
      #expect(try await connection.run("SELECT 1").value == "1")
    }
  }

  @Test func `what must not be cancelled goes on, and nothing after it`() async throws {
    try await Database.with("CREATE TABLE t (a int)") { database in
      let connection = try database.connection()
      let application = try database.connect()
      try application.run("SELECT pg_advisory_lock(7)")
      let waiting = "INSERT INTO t SELECT 1 FROM pg_advisory_lock(7)"
      let task = Task {
        try await connection.use { session throws(PostgreSQLError) in
          try session.run(waiting, isCancellable: false)
          try session.run("INSERT INTO t VALUES (2)")
        }
      }
      _ = try await isRunning(waiting, in: database)
      task.cancel()
      try application.run("SELECT pg_advisory_unlock(7)")
      await #expect(throws: PostgreSQLError.cancelled) { try await task.value }
      #expect(try database.value("SELECT string_agg(a::text, ',') FROM t") == "1")
    }
  }

  @Test func `a backend that is ended says so, and the next call has another`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let task = Task { try await connection.run("SELECT pg_sleep(600)") }
      let pid = try await isRunning("SELECT pg_sleep(600)", in: database)
      _ = try database.value("SELECT pg_terminate_backend(\(pid))")
      let error = await #expect(throws: PostgreSQLError.self) { try await task.value }
      #expect(error?.description == "terminating connection due to administrator command (57P01)")
      #expect(error?.isPassing == true)
      #expect(try await connection.run("SELECT pg_backend_pid()").value != pid)
    }
  }

  @Test func `a connection that was ended while idle is made anew`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let pid = try await connection.run("SELECT pg_backend_pid()").value ?? ""
      _ = try database.value("SELECT pg_terminate_backend(\(pid), 5000)")
      #expect(try await connection.run("SELECT pg_backend_pid()").value != pid)
    }
  }

  @Test func `a statement on a connection that was ended since the last one keeps the server's word`() async throws {
    try await Database.with("CREATE TABLE t (a int)") { database async throws in
      let error = await #expect(throws: PostgreSQLError.self) {
        try await database.connection().use { session throws(PostgreSQLError) in
          try session.run("BEGIN")
          try session.run("INSERT INTO t VALUES (1)")
          do {
            _ = try database.value("SELECT pg_terminate_backend(\(session.backend), 5000)")
          } catch { throw .settings("\(error)") }
          try session.run("COMMIT")
        }
      }
      guard case .server(let failure) = error else {
        Issue.record("not the server's word: \(String(describing: error))")
        return
      }
      #expect(failure.code == "57P01" && failure.severity == "FATAL")
      #expect(try database.value("SELECT count(*) FROM t") == "0")
    }
  }

  @Test func `a server that is gone is a lost connection`() async throws {
    let cluster = try Cluster.another()
    let database = try Database(on: cluster)
    let connection = try database.connection()
    let task = Task { try await connection.run("SELECT pg_sleep(600)") }
    _ = try await isRunning("SELECT pg_sleep(600)", in: database)
    cluster.stop()
    let error = await #expect(throws: PostgreSQLError.self) { try await task.value }
    #expect(error?.isPassing == true)
    let next = await #expect(throws: PostgreSQLError.self) { try await connection.run("SELECT 1") }
    #expect(next?.isPassing == true)
    while Files.exist(cluster.folder) { try await Task.sleep(for: .milliseconds(10)) }
  }
}
