import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct AdoptTests {
  private let other = LedgerTie(journal: "other-journal", ledger: "other-ledger", isNew: true)
  private let ours = LedgerTie(journal: "this-journal", ledger: "new-ledger", isNew: false)

  private func expanded() async throws -> TemporaryDatabase {
    let database = try TemporaryDatabase("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);")
    let target = database.target()
    _ = try await target.apply(
      script("ALTER TABLE people ADD COLUMN full_name TEXT"), as: step(.expand), raisingTo: 2, tied: other
    ) { _ in }
    _ = try await target.apply([], as: step(.expand, of: "other"), raisingTo: 3, tied: other) { _ in }
    _ = try await target.undo([], as: step(.expand, "undo", of: "other"), tied: other)
    try database.run("INSERT INTO people (name) VALUES ('Ada'), ('Grace'), ('Edsger')")
    let work = BackfillWork.update(
      table: "people", assignments: [.init(column: "full_name", expression: "name")], condition: nil)
    _ = try await target.backfillBatch(work, of: step(.backfill, "rows"), tied: other, limit: 2)
    return database
  }

  @Test func `the ledger gets a new id, and what stands in it is the journal's from then on`() async throws {
    let database = try await expanded()
    let target = database.target()
    let adoption = try await target.adopt(ours)
    #expect(
      adoption
        == LedgerAdoption(
          found: LedgerIdentity(id: "other-ledger", journal: "other-journal"), entries: 1,
          versions: SchemaVersions(current: 2, oldestSupported: 0)))
    #expect(try await target.observe().ledger == LedgerIdentity(id: "new-ledger", journal: "this-journal"))
    let record = try #require(try await target.ledger(of: "add-full-name"))
    let origin = LedgerRecord.Origin(journal: "other-journal", adoptedBy: "this-journal")
    #expect(record.entries.map(\.origin) == [origin])
    #expect(record.backfill == LedgerRecord.Backfill(rowsWritten: 2, origin: origin))
    #expect(record.stranger(to: "this-journal") == nil)
    #expect(try await target.ledger(of: "other")?.entries.map(\.origin.adoptedBy) == [nil])
    let again = try await target.apply([], as: step(.expand), raisingTo: 2, tied: ours) { _ in }
    #expect(again == .alreadyDone)
    await #expect(
      throws: TargetError.otherLedger(
        expected: "other-ledger", found: LedgerIdentity(id: "new-ledger", journal: "this-journal"))
    ) { try await target.apply([], as: step(.expand, of: "third"), raisingTo: 4, tied: other) { _ in } }
  }

  @Test func `a database without a ledger gets one`() async throws {
    let database = try TemporaryDatabase("CREATE TABLE a (x);")
    let adoption = try await database.target().adopt(ours)
    #expect(
      adoption == LedgerAdoption(found: nil, entries: 0, versions: SchemaVersions(current: 0, oldestSupported: 0)))
    #expect(try await database.target().observe().ledger == LedgerIdentity(id: "new-ledger", journal: "this-journal"))
  }

  @Test func `adopting again changes nothing`() async throws {
    let database = try await expanded()
    _ = try await database.target().adopt(ours)
    let before = try database.rows("SELECT * FROM migrated_ledger")
    #expect(try await database.target().adopt(ours).found == LedgerIdentity(id: "new-ledger", journal: "this-journal"))
    #expect(try database.rows("SELECT * FROM migrated_ledger") == before)
  }

  @Test func `a damaged ledger is not adopted`() async throws {
    let database = try await expanded()
    try database.run("DROP TABLE migrated_backfill")
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) lacks migrated_backfill; restore it from a copy of the database")
    ) { try await database.target().adopt(ours) }
  }
}
