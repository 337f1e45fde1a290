import Foundation
import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

/// A ledger as an earlier release left it: add-mail (version 1) is contracted, add-full-name (2) and add-nick (3) are
/// expanded, add-fax is undone, and the backfill of add-full-name is under way.
@Suite struct OlderLedgerTests {
  private static let id = "d9dbb7243e99e616af3ecdf787273cb5"

  private let database: TemporaryDatabase
  private let versions = [Self.digest("b2"): 1, Self.digest("a1"): 2, Self.digest("c3"): 3]

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "ledger-layout1", withExtension: "sql", subdirectory: "Fixtures"))
    database = try TemporaryDatabase(String(contentsOf: url, encoding: .utf8))
  }

  private static func digest(_ two: String) -> String { String(repeating: two, count: 32) }

  private func step(_ name: String, _ two: String, _ phase: Phase, _ key: String) -> StepKey {
    StepKey(migration: name, digest: Self.digest(two), phase: phase, step: key)
  }

  private func tie(_ versions: [String: Int]? = nil) -> LedgerTie {
    LedgerTie(journal: "this-journal", ledger: Self.id, isNew: false, schemaVersions: versions ?? self.versions)
  }

  private func undo(_ name: String, _ two: String, _ tie: LedgerTie) async throws -> SchemaVersions? {
    try await database.target().undo([], as: step(name, two, .expand, "undo"), tied: tie).versions
  }

  private func layout() throws -> SQLiteValue? { try database.value("SELECT layout FROM migrated_schema") }

  @Test func `it is read as it is, and not touched by that`() async throws {
    let target = database.target()
    let seen = try await target.observe()
    #expect(seen.versions == SchemaVersions(current: 3, oldestSupported: 1))
    #expect(seen.ledger == LedgerIdentity(id: Self.id, journal: nil))
    let record = try #require(try await target.ledger(of: "add-full-name"))
    #expect(record.entries.map(\.origin) == [LedgerRecord.Origin()])
    #expect(record.backfill == LedgerRecord.Backfill(rowsWritten: 2))
    #expect(try await target.ledger(of: "add-fax")?.entries.map(\.undone) == [true])
    let work = BackfillWork.update(
      table: "people", assignments: [.init(column: "full_name", expression: "name")], condition: "full_name IS NULL")
    let estimate = try await target.prepareBackfill(work, of: step("add-full-name", "a1", .backfill, "rows"))
    #expect(estimate.rowsDone == 2)
    #expect(try layout() == .integer(1))
  }

  @Test func `the first write brings it up to date, and undo leaves what still stands`() async throws {
    #expect(try await undo("add-full-name", "a1", tie()) == SchemaVersions(current: 3, oldestSupported: 1))
    #expect(try layout() == .integer(3))
    #expect(try await database.target().observe().ledger == LedgerIdentity(id: Self.id, journal: "this-journal"))
    #expect(try await undo("add-nick", "c3", tie([:])) == SchemaVersions(current: 1, oldestSupported: 1))
  }

  @Test func `it has the same columns then as a new one`() async throws {
    _ = try await undo("add-nick", "c3", tie())
    let new = try TemporaryDatabase()
    _ = try await new.target().apply([], as: step("m", "a1", .expand, "apply"), raisingTo: 1, tied: TargetsTests.tie) {
      _ in
    }
    for table in ["migrated_schema", "migrated_ledger", "migrated_backfill"] {
      let columns = "SELECT name || ' ' || type FROM pragma_table_info('\(table)') ORDER BY 1"
      #expect(try database.rows(columns) == new.rows(columns))
    }
  }

  @Test func `a backfill under way goes on where it was`() async throws {
    let work = BackfillWork.update(
      table: "people", assignments: [.init(column: "full_name", expression: "upper(name)")],
      condition: "full_name IS NULL")
    let batch = try await database.target().backfillBatch(
      work, of: step("add-full-name", "a1", .backfill, "rows"), tied: tie(), limit: 10)
    #expect(batch.rowsWritten == 2)
    #expect(
      try database.value("SELECT group_concat(full_name, ' ') FROM people") == .text("Ada Grace EDSGER BARBARA"))
    #expect(try layout() == .integer(3))
  }

  @Test func `an entry that no plan on record explains counts as raising to what was offered`() async throws {
    let known = [Self.digest("b2"): 1, Self.digest("a1"): 2]
    #expect(try await undo("add-full-name", "a1", tie(known)) == SchemaVersions(current: 3, oldestSupported: 1))
    #expect(try await undo("add-nick", "c3", tie(known)) == SchemaVersions(current: 1, oldestSupported: 1))
  }

  @Test func `a version that was lowered below what stands is put right`() async throws {
    try database.run("UPDATE migrated_schema SET current = 0")
    #expect(try await undo("add-full-name", "a1", tie()) == SchemaVersions(current: 3, oldestSupported: 1))
  }

  @Test func `a version above all that stands was there before, and stays`() async throws {
    try database.run("UPDATE migrated_schema SET current = 7")
    #expect(try await undo("add-nick", "c3", tie()) == SchemaVersions(current: 7, oldestSupported: 1))
  }

  @Test func `a step that fails leaves it as it was`() async throws {
    await #expect(throws: TargetError.self) {
      try await database.target().undo(
        script("nonsense"), as: step("add-nick", "c3", .expand, "undo"), tied: tie())
    }
    #expect(try layout() == .integer(1))
    #expect(try database.value("SELECT count(*) FROM pragma_table_info('migrated_schema')") == .integer(5))
  }

  @Test func `a newer one is refused`() async throws {
    try database.run("UPDATE migrated_schema SET layout = 4")
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) has layout 4, this migrated knows up to 3; use a newer migrated")
    ) { try await database.target().observe() }
  }
}
