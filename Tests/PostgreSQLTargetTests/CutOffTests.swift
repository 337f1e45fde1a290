import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// Connections that end in the middle.
@Suite struct CutOffTests {
  private let people = "CREATE TABLE people (id int PRIMARY KEY, name text)"
  private let add = script("ALTER TABLE people ADD COLUMN a int")

  @Test func `a backend that is ended during a statement leaves nothing`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let task = Task { try await target.apply(add + script("SELECT pg_sleep(600)")) }
      try await database.wait(
        until:
          "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = '\(database.name)' AND query = 'SELECT pg_sleep(600)'"
      )
      #expect(try database.terminate(where: "query = 'SELECT pg_sleep(600)'"))
      await #expect(
        throws: TargetError.unreachable(
          "\(database.place): the server ended the connection: terminating connection due to administrator command "
            + "(57P01)")
      ) { try await task.value }
      #expect(try await target.ledger(of: "add-full-name") == nil)
      #expect(try await target.apply(add).isDone)
    }
  }

  @Test func `a backend that is ended during COMMIT is asked about, and it was not done`() async throws {
    try await Database.with(
      people + """
        ; CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON people DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION wait()
        """
    ) { database in
      let target = try database.target()
      let task = Task { try await target.apply(script("INSERT INTO people VALUES (1, 'x')")) }
      try await database.wait(
        until:
          "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = '\(database.name)' AND query = 'COMMIT' AND state = 'active'"
      )
      #expect(try database.terminate(where: "query = 'COMMIT'"))
      let error = await #expect(throws: TargetError.self) { try await task.value }
      #expect(
        error
          == .unreachable(
            "\(database.place): COMMIT did not come about (terminating connection due to administrator command "
              + "(57P01)); nothing of the transaction was applied"))
      #expect(try database.value("SELECT count(*) FROM people") == "0")
    }
  }

  @Test func `a COMMIT whose answer is lost is found to have happened`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let proxy = try LossyProxy(to: database.cluster.port, losing: .answer)
      #expect(
        try await proxy.target(of: database).apply(add) == .done(SchemaVersions(current: 2, oldestSupported: 0)))
      #expect(proxy.lost == 1)
      #expect(try await target.ledger(of: "add-full-name")?.has(.expand, "apply") == true)
    }
  }

  @Test func `a connection that breaks right before COMMIT is found to have done nothing`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let proxy = try LossyProxy(to: database.cluster.port, losing: .request)
      let error = await #expect(throws: TargetError.self) { try await proxy.target(of: database).apply(add) }
      guard case .unreachable(let text) = error else {
        Issue.record("not unreachable: \(String(describing: error))")
        return
      }
      #expect(text.hasSuffix("nothing of the transaction was applied"), "\(text)")
      #expect(proxy.lost == 1)
      #expect(try await target.ledger(of: "add-full-name") == nil)
    }
  }

  @Test func `a COMMIT about which nobody can be asked is an unknown outcome`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let proxy = try LossyProxy(to: database.cluster.port, losing: .everything)
      let error = await #expect(throws: TargetError.self) { try await proxy.target(of: database).apply(add) }
      guard case .outcomeUnknown(let text) = error else {
        Issue.record("not unknown: \(String(describing: error))")
        return
      }
      #expect(text.contains("COMMIT was not answered") && text.contains("the ledger cannot be read"), "\(text)")
      #expect(try await target.apply(add) == .alreadyDone)
    }
  }

  @Test func `a cancelled task is told what became of its COMMIT`() async throws {
    try await Database.with(people) { database in
      let proxy = try LossyProxy(to: database.cluster.port, losing: .answer)
      let target = try proxy.target(of: database)
      let task = Task { try await target.apply(add) }
      while proxy.lost == 0 { try await Task.sleep(for: .milliseconds(1)) }
      task.cancel()
      #expect(try await task.value.isDone)
    }
  }
}
