import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct ApplyTests {
  private let people = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);"

  @Test func `a constraint keeps its extended code`() async throws {
    let database = try TemporaryDatabase("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1);")
    let statements = script("INSERT INTO t VALUES (1)")
    await #expect(
      throws: TargetError.statement(
        code: "2067", message: "UNIQUE constraint failed: t.a", statement: statements[0])
    ) { try await database.target().apply(statements, as: step(.expand), raisingTo: 2, tied: tie) { _ in } }
  }

  @Test(arguments: [
    "COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT s", "ATTACH ':memory:' AS other", "PRAGMA journal_mode = delete",
    "PRAGMA foreign_keys = on", "PRAGMA writable_schema = 1", "PRAGMA schema_version = 9",
    "PRAGMA data_version = 9",
    "DELETE FROM migrated_ledger", "VACUUM", "INSERT INTO people (name) SELECT 1 FROM pragma_optimize",
    "DROP TABLE migrated_schema", "ALTER TABLE migrated_ledger RENAME TO x", "CREATE INDEX i ON migrated_ledger (step)",
    "INSERT OR ROLLBACK INTO people (id) VALUES (1), (1)", "SELECT 1; SELECT 2",
  ])
  func `a statement that would leave the step is refused and nothing stays`(sql: String) async throws {
    let database = try TemporaryDatabase(people)
    let statements = script("INSERT INTO people (name) VALUES ('x')", sql, "INSERT INTO people (name) VALUES ('y')")
    let error = await #expect(throws: TargetError.self) {
      try await database.target().apply(statements, as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    }
    guard case .statement(_, _, let statement) = error else {
      Issue.record("not about a statement: \(String(describing: error))")
      return
    }
    #expect(statement == statements[1])
    #expect(try database.value("SELECT count(*) FROM people") == .integer(0))
    #expect(try await database.target().ledger(of: "add-full-name") == nil)
  }

  @Test func `the refusal of a transaction statement says why`() async throws {
    let database = try TemporaryDatabase(people)
    let error = await #expect(throws: TargetError.self) {
      try await database.target().apply(script("COMMIT"), as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    }
    #expect(
      error?.description
        == "expand.sql:1:1: COMMIT is not allowed here: a step is one transaction of its own (23)")
  }

  @Test func `the application's version number may be set and is taken back with the rest`() async throws {
    let database = try TemporaryDatabase(people)
    await #expect(throws: TargetError.self) {
      try await database.target().apply(
        script("PRAGMA user_version = 7", "nonsense"), as: step(.expand), raisingTo: 2, tied: tie
      ) { _ in }
    }
    #expect(try database.value("PRAGMA user_version") == .integer(0))
    _ = try await database.target().apply(script("PRAGMA user_version = 7"), as: step(.expand), raisingTo: 2, tied: tie)
    { _ in }
    #expect(try database.value("PRAGMA user_version") == .integer(7))
  }

  @Test(arguments: ["wal", "delete", "truncate", "persist"])
  func `the application's journal mode stays`(mode: String) async throws {
    let database = try TemporaryDatabase(people, journal: mode)
    let target = database.target()
    _ = try await target.apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    _ = try await target.observe()
    let stored: SQLiteValue = .text(mode == "wal" ? "wal" : "delete")
    #expect(try database.value("PRAGMA journal_mode") == stored)
  }

  private let endless =
    "INSERT INTO people (id) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

  @Test func `a script whose time runs out is taken back, and the statement under way is named`() async throws {
    let database = try TemporaryDatabase(people)
    let statements = script("ALTER TABLE people ADD COLUMN a", endless, "ALTER TABLE people ADD COLUMN b")
    let target = database.target(bounds: SQLiteBounds(script: .milliseconds(300)))
    let error = await #expect(throws: TargetError.self) {
      try await target.apply(statements, as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    }
    #expect(
      error?.description
        == "expand.sql:2:1: the script's time ran out here, after 300ms; it was interrupted and nothing of it was "
        + "applied: make it do less, or raise scriptTimeout of this target (9)")
    #expect(try database.value("SELECT count(*) FROM pragma_table_info('people')") == .integer(2))
    #expect(try await target.ledger(of: "add-full-name") == nil)
    // The lock is free again, and the next one has its own time.
    #expect(
      try await target.apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) { _ in }.isDone)
  }

  @Test func `the way back has the same bound`() async throws {
    let database = try TemporaryDatabase(people)
    let target = database.target(bounds: SQLiteBounds(script: .milliseconds(300)))
    _ = try await target.apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    let error = await #expect(throws: TargetError.self) {
      try await target.undo(
        script("DROP TABLE b", endless, file: "back.sql"), as: step(.expand, "undo"), tied: tie)
    }
    #expect(error?.description.hasPrefix("back.sql:2:1: the script's time ran out here, after 300ms") == true)
    #expect(try database.value("SELECT count(*) FROM b") == .integer(0))
    #expect(try await target.ledger(of: "add-full-name")?.has(.expand, "apply") == true)
  }

  @Test func `temporary things do not outlive a step`() async throws {
    let database = try TemporaryDatabase(people)
    let target = database.target()
    let make = script("CREATE TEMP TABLE scratch (x)")
    _ = try await target.apply(make, as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    #expect(try await target.apply(make, as: step(.contract), raisingTo: 2, tied: tie) { _ in }.isDone)
  }
}
