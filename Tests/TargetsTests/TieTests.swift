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

  /// What writes to a target.
  enum Call: CaseIterable, Sendable {
    case apply, undo, backfill

    func run(on target: SQLiteTarget, tied tie: LedgerTie) async throws {
      switch self {
      case .apply:
        _ = try await target.apply(TieTests.add, as: step(.expand, of: "other"), raisingTo: 3, tied: tie) { _ in }
      case .undo: _ = try await target.undo(TieTests.add, as: step(.expand, "undo"), tied: tie)
      case .backfill:
        _ = try await target.backfillBatch(TieTests.work, of: step(.backfill, "rows"), tied: tie, limit: 5)
      }
    }
  }

  private let ours = LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: false)

  private func expanded(by tie: LedgerTie = tie) async throws -> TemporaryDatabase {
    let database = try TemporaryDatabase(Self.people)
    _ = try await database.target().apply(Self.add, as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    return database
  }

  @Test(arguments: Call.allCases)
  func `a database with another ledger is not touched`(call: Call) async throws {
    let database = try await expanded(by: LedgerTie(journal: "this-journal", ledger: "other-ledger", isNew: true))
    let before = try database.rows("SELECT * FROM migrated_ledger")
    await #expect(
      throws: TargetError.otherLedger(
        expected: "this-ledger", found: LedgerIdentity(id: "other-ledger", journal: "this-journal"))
    ) { try await call.run(on: database.target(), tied: ours) }
    #expect(try database.rows("SELECT * FROM migrated_ledger") == before)
    #expect(try database.value("SELECT count(*) FROM migrated_backfill") == .integer(0))
  }

  @Test(arguments: Call.allCases)
  func `a ledger that another journal keeps is not touched`(call: Call) async throws {
    let database = try await expanded(by: LedgerTie(journal: "other-journal", ledger: "this-ledger", isNew: true))
    await #expect(
      throws: TargetError.otherLedger(
        expected: "this-ledger", found: LedgerIdentity(id: "this-ledger", journal: "other-journal"))
    ) { try await call.run(on: database.target(), tied: ours) }
  }

  @Test(arguments: Call.allCases)
  func `a database without a ledger that should have one is not touched`(call: Call) async throws {
    let database = try TemporaryDatabase(Self.people)
    await #expect(throws: TargetError.otherLedger(expected: "this-ledger", found: nil)) {
      try await call.run(on: database.target(), tied: ours)
    }
    #expect(try database.value("SELECT count(*) FROM sqlite_schema") == .integer(1))
  }

  @Test(arguments: Call.allCases)
  func `what another journal did stands in the way, whoever keeps the ledger`(call: Call) async throws {
    let database = try await expanded()
    try database.run(
      "UPDATE migrated_ledger SET journal = 'other-journal', migration = 'other' WHERE \(call == .apply)")
    try database.run("UPDATE migrated_ledger SET journal = 'other-journal'")
    let name = call == .apply ? "other" : "add-full-name"
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) has \(name) as done by another journal, other-journal")
    ) { try await call.run(on: database.target(), tied: ours) }
  }

  @Test func `a backfill that another journal began is not gone on with`() async throws {
    let database = try await expanded()
    try database.run("INSERT INTO people (name) VALUES ('Ada'), ('Grace'), ('Edsger')")
    _ = try await database.target().backfillBatch(Self.work, of: step(.backfill, "rows"), tied: ours, limit: 2)
    try database.run("UPDATE migrated_backfill SET journal = 'other-journal'")
    await #expect(throws: TargetError.self) {
      try await database.target().backfillBatch(Self.work, of: step(.backfill, "rows"), tied: ours, limit: 2)
    }
    #expect(try database.value("SELECT count(full_name) FROM people") == .integer(2))
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
