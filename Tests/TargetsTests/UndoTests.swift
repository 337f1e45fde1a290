import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct UndoTests {
  private let people = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);"

  private func expanded() async throws -> TemporaryDatabase {
    let database = try TemporaryDatabase(people)
    _ = try await database.target().apply(
      script("ALTER TABLE people ADD COLUMN full_name TEXT"), as: step(.expand),
      raisingTo: 2, tied: tie
    ) { _ in }
    return database
  }

  @Test func `undo runs the script, keeps the row as undone and lowers the version`() async throws {
    let database = try await expanded()
    let proof = try await database.target().undo(
      script("ALTER TABLE people DROP COLUMN full_name", file: "rollback.sql"), as: step(.expand, "undo"), tied: tie)
    #expect(proof == .done(SchemaVersions(current: 0, oldestSupported: 0)))
    #expect(try database.value("SELECT count(*) FROM pragma_table_info('people')") == .integer(2))
    let record = try #require(try await database.target().ledger(of: "add-full-name"))
    #expect(!record.has(.expand, "apply"))
    #expect(record.entries.map(\.undone) == [true])
    #expect(try await database.target().observe().versions == SchemaVersions(current: 0, oldestSupported: 0))
    #expect(try database.value("SELECT undone_at_us >= applied_at_us FROM migrated_ledger") == .integer(1))
  }

  @Test(arguments: [
    ("fts5(v)", "'x'", "'y'"), ("fts4(v)", "'x'", "'y'"), ("fts3(v)", "'x'", "'y'"),
    ("rtree(id, low, high)", "1, 2, 3", "2, 2, 3"),
  ])
  func `a virtual table of SQLite's own is made, written, and taken back`(
    module: String, row: String, other: String
  ) async throws {
    let database = try TemporaryDatabase()
    let create = "CREATE VIRTUAL TABLE found USING \(module)"
    let insert = "INSERT INTO found VALUES (\(row))"
    _ = try await database.target().apply(
      script(create, insert, "UPDATE found SET rowid = 5", "SELECT count(*) FROM found"), as: step(.expand),
      raisingTo: 2, tied: tie
    ) { _ in }
    #expect(try database.value("SELECT count(*) FROM found") == .integer(1))
    _ = try await database.target().apply(
      script("INSERT INTO found VALUES (\(other))", file: "other.sql"), as: step(.expand, of: "other"), raisingTo: 3,
      tied: tie
    ) { _ in }
    _ = try await database.target().undo(
      script("DELETE FROM found", "DROP TABLE found", file: "rollback.sql"), as: step(.expand, "undo"), tied: tie)
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'found%'") == .integer(0))
  }

  @Test func `undo of what is undone, or never was, changes nothing`() async throws {
    let database = try await expanded()
    let target = database.target()
    let undo = script("ALTER TABLE people DROP COLUMN full_name", file: "rollback.sql")
    _ = try await target.undo(undo, as: step(.expand, "undo"), tied: tie)
    #expect(try await target.undo(undo, as: step(.expand, "undo"), tied: tie) == .alreadyDone)
    #expect(
      try await target.undo(undo, as: step(.expand, "undo", of: "never-heard-of"), tied: tie) == .alreadyDone)
  }

  @Test func `undo on a database without a ledger makes none`() async throws {
    let database = try TemporaryDatabase(people)
    let proof = try await database.target().undo(script("DROP TABLE people"), as: step(.expand, "undo"), tied: tie)
    #expect(proof == .alreadyDone)
    #expect(try database.value("SELECT count(*) FROM sqlite_schema") == .integer(1))
  }

  @Test func `an undo that fails leaves everything as it was`() async throws {
    let database = try await expanded()
    await #expect(throws: TargetError.self) {
      try await database.target().undo(
        script("ALTER TABLE people DROP COLUMN full_name", "nonsense", file: "rollback.sql"),
        as: step(.expand, "undo"), tied: tie)
    }
    #expect(try database.value("SELECT count(*) FROM pragma_table_info('people')") == .integer(3))
    #expect(try await database.target().ledger(of: "add-full-name")?.has(.expand, "apply") == true)
  }

  @Test func `what was undone can be applied again with the same digest`() async throws {
    let database = try await expanded()
    let target = database.target()
    _ = try await target.undo(
      script("ALTER TABLE people DROP COLUMN full_name"), as: step(.expand, "undo"), tied: tie)
    let again = try await target.apply(
      script("ALTER TABLE people ADD COLUMN full_name TEXT"), as: step(.expand), raisingTo: 2, tied: tie
    ) { _ in }
    #expect(again.isDone)
    #expect(try await target.ledger(of: "add-full-name")?.entries.map(\.undone) == [true, false])
  }

  @Test func `undo refuses to go over contract`() async throws {
    let database = try await expanded()
    let target = database.target()
    _ = try await target.apply(
      script("ALTER TABLE people DROP COLUMN name"), as: step(.contract), raisingTo: 2, tied: tie
    ) {
      _ in
    }
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) has contract of add-full-name: undoing expand does not bring back what it took")
    ) {
      try await target.undo(script("ALTER TABLE people DROP COLUMN full_name"), as: step(.expand, "undo"), tied: tie)
    }
    #expect(try database.value("SELECT count(*) FROM pragma_table_info('people')") == .integer(2))
  }

  @Test func `undo refuses where a backfill stands without its expand`() async throws {
    let database = try await expanded()
    let target = database.target()
    let work = BackfillWork.update(
      table: "people", assignments: [.init(column: "full_name", expression: "name")], condition: nil)
    _ = try await target.backfillBatch(work, of: step(.backfill, "rows"), tied: tie, limit: 5)
    try database.run("DELETE FROM migrated_ledger WHERE phase = 'expand'")
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) has a backfill of add-full-name and no expand; it was altered by hand")
    ) { try await target.undo([], as: step(.expand, "undo"), tied: tie) }
  }
}
