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

  @Test(arguments: [
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

  @Test func `a step whose proof a trigger takes away at once is not done`() async throws {
    let database = try await applied()
    try database.run(
      """
      CREATE TRIGGER harm AFTER INSERT ON migrated_ledger BEGIN DELETE FROM migrated_ledger WHERE entry = new.entry; END
      """)
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) does not keep what is written to it: look for triggers on its tables, and drop "
          + "them")
    ) {
      try await database.target().apply(
        script("CREATE TABLE c (x)"), as: step(.contract), raisingTo: 3, tied: tie
      ) { _ in }
    }
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'c'") == .integer(0))
  }
}
