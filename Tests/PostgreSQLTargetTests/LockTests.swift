import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Synchronization
import Testing
import ThrowawayPostgreSQL

@Suite struct LockTests {
  private let people = "CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'Ada')"
  private let add = script("CREATE TABLE b (x int)", "ALTER TABLE people ADD COLUMN a int")

  @Test func `a lock that is not given is an answer that names who holds it, and nobody queues up between tries`()
    async throws
  {
    try await Database.with(people) { database in
      let other = try database.connect()
      try other.run("BEGIN; SELECT 'my secret-free query' FROM people")
      let queues = Mutex<[String?]>([])
      let target = try database.target { pause in
        // Between two tries: nobody waits, and nothing is held.
        let left = try database.value(
          """
          SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
          WHERE a.datname = '\(database.name)' AND a.application_name LIKE 'migrated%' AND l.relation = 'people'::regclass
          """)
        queues.withLock { $0.append(left) }
        try await Task.sleep(for: pause)
      }
      let error = await #expect(throws: TargetError.self) { try await target.apply(add) }
      guard case .locked(let text) = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(queues.withLock { $0 } == ["0", "0"])
      #expect(
        text.hasPrefix("expand.sql:2:1: \(database.place): no lock on people to be had, tried 3 times in "), "\(text)")
      #expect(
        text.contains("in the way: process \(other.backend) (user \(database.owner), application shop, from this host"),
        "\(text)")
      #expect(
        text.contains("idle in transaction; query: BEGIN; SELECT '…' FROM people)"), "\(text)")
      #expect(text.contains("SELECT pg_terminate_backend(\(other.backend))"), "\(text)")
      #expect(try database.value("SELECT to_regclass('b') IS NULL AND to_regnamespace('migrated') IS NULL") == "t")
      try other.run("COMMIT")
      #expect(try await target.apply(add).isDone)
    }
  }

  @Test func `a lock that is given up between tries is got`() async throws {
    try await Database.with(people) { database in
      let other = try database.connect()
      try other.run("BEGIN; SELECT 1 FROM people")
      let held = Mutex<Application?>(other)
      let target = try database.target { _ in try held.withLock { try $0?.run("COMMIT") } }
      #expect(try await target.apply(add).isDone)
    }
  }

  @Test func `two daemons never write at once`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let other = try database.connect()
      try other.run("BEGIN; SELECT pg_advisory_xact_lock(7883946363647714660)")
      let error = await #expect(throws: TargetError.self) {
        try await target.apply(script("SELECT 1"))
      }
      guard case .locked(let text) = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(text.contains("process \(other.backend) "), "\(text)")
      // A look goes through meanwhile.
      #expect(try await target.ledger(of: "add-full-name") == nil)
    }
  }

  @Test func `a prepared transaction in the way is named too`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      try database.connect().run(
        "BEGIN; LOCK TABLE people IN SHARE MODE; PREPARE TRANSACTION 'left of \(database.name)'")
      let error = await #expect(throws: TargetError.self) { try await target.apply(add) }
      try database.connect().run("ROLLBACK PREPARED 'left of \(database.name)'")
      #expect(
        error?.description.contains(
          "in the way: a prepared transaction (see pg_prepared_xacts); nothing of the transaction was applied; try again "
            + "when it is quiet") == true, "\(String(describing: error))")
    }
  }

  @Test func `a look does not wait for a change of the schema under way`() async throws {
    try await Database.with(people + "; CREATE VIEW names AS SELECT name FROM people") { database in
      let target = try database.target()
      let other = try database.connect()
      try other.run("BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE")
      #expect(try await target.observe().schemaFingerprint == "")
      // A glance does not even try.
      let glance = try await target.glance()
      #expect(glance.schemaFingerprint == "" && glance.versions.current == 0)
      try other.run("COMMIT")
      #expect(try await target.observe().schemaFingerprint.count == 64)
      #expect(try await target.glance().schemaFingerprint == "")
    }
  }

  @Test func `a step that waits between tries can be cancelled`() async throws {
    try await Database.with(people) { database in
      let other = try database.connect()
      try other.run("BEGIN; SELECT 1 FROM people")
      let (waits, wait) = AsyncStream.makeStream(of: Void.self)
      let target = try database.target { _ in
        wait.yield()
        try await Task.sleep(for: .seconds(600))
      }
      let task = Task { try await target.apply(add) }
      for await _ in waits { break }
      task.cancel()
      await #expect(throws: TargetError.cancelled) { try await task.value }
    }
  }
}
