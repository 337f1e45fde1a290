import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Synchronization
import Testing
import ThrowawayPostgreSQL

/// Statements that cannot run in a transaction.
@Suite struct LoneStatementTests {
  private let people =
    "CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'a'), (2, 'b')"
  private let index = "CREATE INDEX CONCURRENTLY by_name ON people (name)"
  private static let isValid = "SELECT bool_and(indisvalid) FROM pg_index WHERE indexrelid = 'by_name'::regclass"
  private static let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"

  private func steps(_ target: PostgreSQLTarget) async throws -> [String] {
    try await target.ledger(of: "add-full-name")?.entries.filter { !$0.undone }.map(\.step) ?? []
  }

  @Test func `a script with both kinds is done in its order, each part with a proof of its own`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let proof = try await target.apply(
        script(
          "ALTER TABLE people ADD COLUMN a int", "UPDATE people SET a = 1", index, "VACUUM (ANALYZE) people",
          "ALTER TABLE people ADD COLUMN b int", "REINDEX INDEX CONCURRENTLY by_name",
          "DROP INDEX CONCURRENTLY IF EXISTS by_name"))
      #expect(proof == .done(SchemaVersions(current: 2, oldestSupported: 0)))
      #expect(try await steps(target) == ["apply/1", "apply/2", "apply/3", "apply/4", "apply/5", "apply/6", "apply"])
      #expect(try database.value("SELECT count(*) FROM migrated.intent") == "0")
      #expect(try database.value("SELECT to_regclass('by_name') IS NULL") == "t")
      #expect(try await target.apply(script("VACUUM")) == .alreadyDone)
    }
  }

  @Test func `a script that fails in a later part goes on from there, and does nothing twice`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let parts = script(
        "INSERT INTO people VALUES (3, 'c')", index, "INSERT INTO people SELECT 4, name FROM later", "VACUUM people")
      let error = await #expect(throws: TargetError.self) { try await target.apply(parts) }
      #expect(
        error?.description
          == "expand.sql:3:40: relation \"later\" does not exist; what came before it in 2 of 4 parts of the script stands, "
          + "and trying again goes on after that (42P01)")
      #expect(try await steps(target) == ["apply/1", "apply/2"])
      #expect(try await target.observe().versions.current == 0)
      try database.connect().run("CREATE TABLE later AS SELECT 'd' AS name")
      #expect(try await target.apply(parts).isDone)
      #expect(try database.value("SELECT string_agg(name, '' ORDER BY id) FROM people") == "abcd")
      #expect(try await steps(target) == ["apply/1", "apply/2", "apply/3", "apply/4", "apply"])
    }
  }

  @Test func `an index whose build was interrupted is built again, and no invalid one is left`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      // An older snapshot keeps the build waiting.
      let other = try database.connect()
      try other.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM people")
      let task = Task { try await target.apply(script(index)) }
      try await database.wait(
        until: """
          SELECT count(*) > 0 FROM pg_stat_activity AS a, pg_index AS i
          WHERE a.datname = '\(database.name)' AND a.query = '\(index)' AND a.wait_event_type = 'Lock'
            AND i.indexrelid = to_regclass('by_name') AND NOT i.indisvalid
          """)
      #expect(try database.terminate(where: "query = '\(index)'"))
      let error = await #expect(throws: TargetError.self) { try await task.value }
      #expect(error?.description.contains("57P01") == true)
      #expect(try database.value(Self.invalid) == "1")
      #expect(try database.value("SELECT count(*) FROM migrated.intent") == "1")
      #expect(try await steps(target) == [])
      try other.run("COMMIT")
      #expect(try await database.target().apply(script(index)).isDone)
      #expect(try database.value(Self.isValid) == "t")
      #expect(try database.value(Self.invalid) == "0")
      #expect(try database.value("SELECT count(*) FROM migrated.intent") == "0")
    }
  }

  @Test func `an index that was built before the connection was lost is not built again`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      await #expect(throws: TargetError.self) {
        try await target.apply(script(index, "nonsense"))
      }
      // As if the crash had come between the build and its proof.
      try database.admin().run(
        """
        DELETE FROM migrated.ledger;
        INSERT INTO migrated.intent VALUES ('add-full-name', 'expand', 'apply/1', '\(digest)', 'x', 1, 'this-journal')
        """)
      let before = try database.value("SELECT 'by_name'::regclass::oid")
      #expect(try await target.apply(script(index, "SELECT 1")).isDone)
      #expect(try database.value("SELECT 'by_name'::regclass::oid") == before)
    }
  }

  @Test func `a build that fails takes its index away`() async throws {
    try await Database.with(people + "; INSERT INTO people VALUES (3, 'a')") { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) {
        try await target.apply(script("CREATE UNIQUE INDEX CONCURRENTLY by_name ON people (name)"))
      }
      #expect(error?.description.contains("could not create unique index \"by_name\"") == true)
      #expect(try database.value(Self.invalid) == "0")
      try database.connect().run("DELETE FROM people WHERE id = 3")
      #expect(try await target.apply(script("CREATE UNIQUE INDEX CONCURRENTLY by_name ON people (name)")).isDone)
    }
  }

  @Test func `a name that is taken by a good index is left alone`() async throws {
    try await Database.with(people + "; CREATE INDEX by_name ON people (id)") { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) { try await target.apply(script(index)) }
      #expect(error?.description == "expand.sql:1:1: relation \"by_name\" already exists (42P07)")
      #expect(try database.value(Self.isValid) == "t")
      // The intent that stands is no proof that the index is ours.
      await #expect(throws: TargetError.self) { try await target.apply(script(index)) }
    }
  }

  @Test func `a build that takes too long says what it waited for`() async throws {
    try await Database.with(people) { database in
      var bounds = quick
      bounds.script = .seconds(5)
      let other = try database.connect()
      try other.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM people")
      let error = await #expect(throws: TargetError.self) {
        try await database.target(bounds: bounds).apply(script(index))
      }
      #expect(error?.description.contains("the script's time ran out here") == true)
      #expect(
        error?.description.contains("it waited for process \(other.backend) (") == true, "\(String(describing: error))")
    }
  }

  @Test func `undo may drop an index outside of a transaction, and goes on where it was cut off`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      _ = try await target.apply(script("ALTER TABLE people ADD COLUMN a int", index))
      let undo = script(
        "DROP INDEX CONCURRENTLY by_name", "ALTER TABLE people DROP COLUMN a", "VACUUM absent", file: "rollback.sql")
      await #expect(throws: TargetError.self) { try await target.undo(undo, as: step(.expand, "undo"), tied: tie) }
      #expect(try await steps(target) == ["apply/1", "apply/2", "apply", "undo/1", "undo/2"])
      try database.connect().run("CREATE TABLE absent ()")
      #expect(
        try await target.undo(undo, as: step(.expand, "undo"), tied: tie)
          == .done(SchemaVersions(current: 0, oldestSupported: 0)))
      #expect(try await steps(target) == [])
      #expect(try await target.undo(undo, as: step(.expand, "undo"), tied: tie) == .alreadyDone)
    }
  }

  @Test func `undo takes back what was begun and never proven`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      await #expect(throws: TargetError.self) { try await target.apply(script("VACUUM absent")) }
      let undo = script("DROP INDEX CONCURRENTLY IF EXISTS by_name", file: "rollback.sql")
      #expect(try await target.undo(undo, as: step(.expand, "undo"), tied: tie).isDone)
      #expect(try await target.undo(undo, as: step(.expand, "undo"), tied: tie) == .alreadyDone)
    }
  }

  @Test func `an index without a name cannot be found again, and is refused`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      await #expect(
        throws: TargetError.unsupported(
          "expand.sql:1:1: give the index a name; built outside of a transaction, it must be found again after a crash")
      ) { try await target.apply(script("create index /* x */ concurrently on people (name)")) }
      #expect(try database.value("SELECT to_regnamespace('migrated') IS NULL") == "t")
    }
  }

  @Test func `an invalid index that somebody may be building is not dropped, and they are named`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      // Another build of that name, which an older snapshot keeps waiting.
      let old = try database.connect()
      let builder = PostgreSQLConnection(name: "builder", settings: try PostgreSQLSettings(database.socket))
      let pid = try #require(try await builder.run("SELECT pg_backend_pid()").value)
      try old.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM people")
      async let built = builder.run(index)
      try await database.wait(until: "SELECT count(*) = 1 FROM pg_index WHERE NOT indisvalid")
      let error = await #expect(throws: TargetError.self) { try await target.apply(script(index)) }
      #expect(
        error
          == .locked(
            "expand.sql:1:1: \(database.place): public.by_name is not valid, and process \(pid) (migrated) is at work on "
              + "people, maybe building it; try again when it is done, or end it: "
              + "SELECT pg_terminate_backend(\(pid))"))
      try old.run("COMMIT")
      _ = try await built
      #expect(try database.value(Self.isValid) == "t")
    }
  }

  @Test func `what an interrupted REINDEX left is dropped before the next one`() async throws {
    try await Database.with(people + "; CREATE INDEX by_name ON people (name)") { database in
      let target = try database.target()
      try database.connect().run("CREATE INDEX by_name_ccnew ON people (name)")
      try database.admin().run(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'by_name_ccnew'::regclass")
      #expect(try await target.apply(script("REINDEX (VERBOSE) TABLE CONCURRENTLY people")).isDone)
      #expect(try database.value(Self.invalid) == "0")
      #expect(try database.value("SELECT to_regclass('by_name_ccnew') IS NULL") == "t")
    }
  }

  @Test func `an index that is dropped already, and was meant to be, counts`() async throws {
    try await Database.with(people + "; CREATE INDEX by_name ON people (name)") { database in
      let target = try database.target()
      let drop = script("DROP INDEX CONCURRENTLY public.by_name", "SELECT nonsense")
      await #expect(throws: TargetError.self) { try await target.apply(drop) }
      try database.admin().run(
        """
        DELETE FROM migrated.ledger;
        INSERT INTO migrated.intent VALUES ('add-full-name', 'expand', 'apply/1', '\(digest)', 'x', 1, 'this-journal')
        """)
      #expect(try await target.apply(script("DROP INDEX CONCURRENTLY public.by_name", "SELECT 1")).isDone)
      // One that was never there is an error, also the second time.
      for _ in 0..<2 {
        await #expect(throws: TargetError.self) {
          try await target.apply(script("DROP INDEX CONCURRENTLY absent"), as: step(.expand, of: "other"))
        }
      }
    }
  }
}
