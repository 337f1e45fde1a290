import Glibc
import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct TieTests {
  private static let people = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);"

  private static let add = script("ALTER TABLE people ADD COLUMN full_name TEXT")
  private static let work = BackfillWork.update(
    table: "people", assignments: [.init(column: "full_name", expression: "name")], condition: nil)

  private let ours = LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: false)

  private func expanded(by tie: LedgerTie = tie) async throws -> TemporaryDatabase {
    let database = try TemporaryDatabase(Self.people)
    _ = try await database.target().apply(Self.add, as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    return database
  }

  @Test func `a link that is turned to another database while work is under way is noticed by the next write`()
    async throws
  {
    let (first, second) = (
      try await expanded(), try await expanded(by: LedgerTie(journal: "j", ledger: "l", isNew: true))
    )
    for database in [first, second] { try database.run("INSERT INTO people (name) VALUES ('Ada'), ('Grace')") }
    let link = first.folder + "/link.sqlite"
    #expect(symlink(first.path, link) == 0)
    let target = SQLiteTarget(name: "app", path: link)
    _ = try await target.backfillBatch(Self.work, of: step(.backfill, "rows"), tied: ours, limit: 1)
    #expect(unlink(link) == 0 && symlink(second.path, link) == 0)
    await #expect(
      throws: TargetError.otherLedger(expected: "this-ledger", found: LedgerIdentity(id: "l", journal: "j"))
    ) { try await target.backfillBatch(Self.work, of: step(.backfill, "rows"), tied: ours, limit: 1) }
    #expect(try first.value("SELECT count(full_name) FROM people") == .integer(1))
    #expect(try second.value("SELECT count(full_name) FROM people") == .integer(0))
  }

  @Test(arguments: [
    (TargetError.otherLedger(expected: "a", found: nil), "the database has no ledger, the one on record is a"),
    (
      .otherLedger(expected: "a", found: LedgerIdentity(id: "b", journal: "j")),
      "the database's ledger is b, the one on record is a"
    ),
    (
      .otherLedger(expected: "a", found: LedgerIdentity(id: "a", journal: "j")),
      "the database's ledger a is kept by another journal, j"
    ),
  ])
  func `the message says both ids`(error: TargetError, words: String) {
    #expect(error.description == words)
  }
}
