import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct LedgerTests {
  private func applied() async throws -> TemporaryDatabase {
    let database = try TemporaryDatabase("CREATE TABLE people (id INTEGER PRIMARY KEY);")
    _ = try await database.target().apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) {
      _ in
    }
    return database
  }

  @Test func `looking makes no ledger`() async throws {
    let database = try TemporaryDatabase("CREATE TABLE people (id INTEGER PRIMARY KEY);")
    let target = database.target()
    #expect(try await target.ledger(of: "add-full-name") == nil)
    _ = try await target.observe()
    _ = try await target.schema()
    _ = try await target.verify(query("SELECT 1"))
    #expect(try database.value("SELECT count(*) FROM sqlite_schema") == .integer(1))
  }

  @Test func `a row that was deleted is missing from the record`() async throws {
    let database = try await applied()
    try database.run("DELETE FROM migrated_ledger")
    #expect(try await database.target().ledger(of: "add-full-name") == nil)
  }

  @Test(arguments: [
    ("UPDATE migrated_schema SET layout = 4", "has layout 4, this migrated knows up to 3; use a newer migrated"),
    (
      "DELETE FROM migrated_schema",
      "has no row in migrated_schema; it was altered by hand, restore it from a copy"
    ),
    ("DROP TABLE migrated_backfill", "lacks migrated_backfill; restore it from a copy of the database"),
    (
      "ALTER TABLE migrated_ledger DROP COLUMN undone_at_us",
      "cannot be read: no such column: undone_at_us; its tables were altered by hand, or are not migrated's own"
    ),
    (
      "UPDATE migrated_ledger SET phase = 'expanse'",
      "has a row of add-full-name that cannot be read; it was altered by hand"
    ),
    (
      "INSERT INTO migrated_ledger SELECT 9, migration, 'ff', 'switch', step, 1, 1, 1, '', '' FROM migrated_ledger",
      "has add-full-name with 2 digests; it was altered by hand"
    ),
  ])
  func `a ledger that was altered is refused with what is wrong`(damage: String, words: String) async throws {
    let database = try await applied()
    try database.run("DROP INDEX migrated_ledger_standing")
    try database.run(damage)
    let error = TargetError.ledger("the ledger in \(database.path) \(words)")
    await #expect(throws: error) { try await database.target().ledger(of: "add-full-name") }
    await #expect(throws: error) {
      try await database.target().apply(script("CREATE TABLE c (x)"), as: step(.contract), raisingTo: 2, tied: tie) {
        _ in
      }
    }
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'c'") == .integer(0))
  }

  @Test func `the same step cannot stand twice`() async throws {
    let database = try await applied()
    #expect(throws: SQLiteError.self) {
      try database.run(
        """
        INSERT INTO migrated_ledger (migration, digest, phase, step, applied_at_us)
        SELECT migration, digest, phase, step, 1 FROM migrated_ledger
        """)
    }
  }

  @Test func `a ledger is made with the id and for the journal that the tie names`() async throws {
    let database = try await applied()
    #expect(
      try database.value("SELECT ledger_id || ' ' || journal FROM migrated_schema") == .text("this-ledger this-journal")
    )
    #expect(try database.value("SELECT journal FROM migrated_ledger") == .text("this-journal"))
  }

  @Test(arguments: [
    "BEFORE INSERT ON migrated_ledger BEGIN SELECT RAISE(IGNORE); END",
    "AFTER INSERT ON migrated_ledger BEGIN DELETE FROM migrated_ledger WHERE entry = new.entry; END",
    "BEFORE UPDATE ON migrated_schema BEGIN SELECT RAISE(IGNORE); END",
  ])
  func `a step whose proof a trigger drops is not done`(trigger: String) async throws {
    let database = try await applied()
    try database.run("CREATE TRIGGER harm \(trigger)")
    await #expect(throws: lost(database)) {
      try await database.target().apply(
        script("CREATE TABLE c (x)"), as: step(.contract), raisingTo: 3, tied: tie
      ) { _ in }
    }
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'c'") == .integer(0))
  }

  @Test func `what cannot be marked as undone is not undone`() async throws {
    let database = try await applied()
    try database.run("CREATE TRIGGER harm BEFORE UPDATE ON migrated_ledger BEGIN SELECT RAISE(IGNORE); END")
    await #expect(throws: lost(database)) {
      try await database.target().undo(script("DROP TABLE b"), as: step(.expand, "undo"), tied: tie)
    }
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'b'") == .integer(1))
  }

  @Test func `a batch whose cursor a trigger drops is not written`() async throws {
    let database = try Backfill.table(rows: 4)
    let target = database.target()
    _ = try await target.apply(script("CREATE TABLE b (x)"), as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    try database.run("CREATE TRIGGER harm BEFORE INSERT ON migrated_backfill BEGIN SELECT RAISE(IGNORE); END")
    await #expect(throws: lost(database)) {
      try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 2)
    }
    #expect(try database.value("SELECT count(*) FROM t WHERE new IS NOT NULL") == .integer(0))
  }

  private func lost(_ database: TemporaryDatabase) -> TargetError {
    .ledger(
      "the ledger in \(database.path) does not keep what is written to it: look for triggers on its tables, and drop them"
    )
  }
}
