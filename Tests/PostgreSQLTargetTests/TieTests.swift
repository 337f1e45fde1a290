import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct TieTests {
  private static let people = "CREATE TABLE people (id int PRIMARY KEY, name text)"
  private static let add = script("ALTER TABLE people ADD COLUMN full_name text")

  /// What writes to a target.
  enum Call: CaseIterable, Sendable {
    case apply, undo, backfill, outside

    func run(on target: PostgreSQLTarget, tied tie: LedgerTie) async throws {
      switch self {
      case .apply: _ = try await target.apply(TieTests.add, as: step(.expand, of: "other"), tied: tie)
      case .undo: _ = try await target.undo(TieTests.add, as: step(.expand, "undo"), tied: tie)
      case .backfill:
        let work = BackfillWork.update(
          table: "people", assignments: [.init(column: "full_name", expression: "name")], condition: nil)
        _ = try await target.backfillBatch(work, of: step(.backfill, "rows"), tied: tie, limit: 5)
      case .outside: _ = try await target.apply(script("VACUUM"), as: step(.expand, of: "other"), tied: tie)
      }
    }
  }

  private let ours = LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: false)

  private func expanded(
    by tie: LedgerTie, _ body: (Database) async throws -> Void
  ) async throws {
    try await Database.with(Self.people) { database in
      let target = try database.target()
      _ = try await target.apply(Self.add, tied: tie)
      try await body(database)
    }
  }

  @Test(arguments: Call.allCases)
  func `a database with another ledger is not touched`(call: Call) async throws {
    try await expanded(by: LedgerTie(journal: "this-journal", ledger: "other-ledger", isNew: true)) { database in
      let target = try database.target()
      let before = try database.admin().rows("SELECT * FROM migrated.ledger")
      await #expect(
        throws: TargetError.otherLedger(
          expected: "this-ledger", found: LedgerIdentity(id: "other-ledger", journal: "this-journal"))
      ) { try await call.run(on: target, tied: ours) }
      #expect(try database.admin().rows("SELECT * FROM migrated.ledger") == before)
      #expect(try database.value("SELECT count(*) FROM migrated.intent") == "0")
    }
  }

  @Test(arguments: Call.allCases)
  func `a second journal's daemon is refused`(call: Call) async throws {
    try await expanded(by: LedgerTie(journal: "other-journal", ledger: "this-ledger", isNew: true)) { database in
      let target = try database.target()
      await #expect(
        throws: TargetError.otherLedger(
          expected: "this-ledger", found: LedgerIdentity(id: "this-ledger", journal: "other-journal"))
      ) { try await call.run(on: target, tied: ours) }
    }
  }

  @Test(arguments: Call.allCases)
  func `a database without a ledger that should have one is not touched`(call: Call) async throws {
    try await Database.with(Self.people) { database in
      let target = try database.target()
      await #expect(throws: TargetError.otherLedger(expected: "this-ledger", found: nil)) {
        try await call.run(on: target, tied: ours)
      }
      #expect(try database.value("SELECT to_regnamespace('migrated') IS NULL") == "t")
    }
  }

  @Test func `what another journal did stands in the way, whoever keeps the ledger`() async throws {
    try await expanded(by: tie) { database in
      let target = try database.target()
      try database.admin().run("UPDATE migrated.ledger SET journal = 'other-journal'")
      await #expect(
        throws: TargetError.ledger(
          "the ledger in schema migrated of \(database.place) has add-full-name as done by another journal, "
            + "other-journal")
      ) { try await Call.undo.run(on: target, tied: ours) }
    }
  }

  @Test func `adopting gives the ledger a new id and what stands to this journal`() async throws {
    try await expanded(by: LedgerTie(journal: "other-journal", ledger: "other-ledger", isNew: true)) { database in
      let target = try database.target()
      let adoption = try await target.adopt(ours)
      #expect(
        adoption
          == LedgerAdoption(
            found: LedgerIdentity(id: "other-ledger", journal: "other-journal"), entries: 1,
            versions: SchemaVersions(current: 2, oldestSupported: 0)))
      #expect(try await target.observe().ledger == LedgerIdentity(id: "this-ledger", journal: "this-journal"))
      let record = try #require(try await target.ledger(of: "add-full-name"))
      #expect(record.stranger(to: "this-journal") == nil)
      #expect(try await target.apply(Self.add, tied: ours) == .alreadyDone)
    }
  }

  @Test func `adopting a database without a ledger makes one`() async throws {
    try await Database.with { database in
      let target = try database.target()
      #expect(
        try await target.adopt(ours)
          == LedgerAdoption(found: nil, entries: 0, versions: SchemaVersions(current: 0, oldestSupported: 0)))
      #expect(try await target.observe().ledger == LedgerIdentity(id: "this-ledger", journal: "this-journal"))
    }
  }

  @Test(arguments: [
    ("DROP TABLE migrated.backfill", "lacks migrated.backfill; restore it from a backup of the database"),
    ("UPDATE migrated.schema SET layout = 99", "has layout 99, this migrated knows up to 2; use a newer migrated"),
    ("DELETE FROM migrated.schema", "has no row in migrated.schema; it was altered by hand, restore it from a backup"),
  ])
  func `a ledger that is damaged or newer is refused`(damage: String, words: String) async throws {
    try await expanded(by: tie) { database in
      let target = try database.target()
      try database.admin().run(damage)
      await #expect(
        throws: TargetError.ledger("the ledger in schema migrated of \(database.place) \(words)")
      ) { try await Call.apply.run(on: target, tied: ours) }
    }
  }

  @Test(arguments: ["ledger BEFORE INSERT", "schema BEFORE UPDATE", "backfill BEFORE INSERT", "intent BEFORE INSERT"])
  func `what a trigger keeps from the ledger is not done`(trigger: String) async throws {
    let words = trigger.split(separator: " ", maxSplits: 1)
    try await expanded(by: tie) { database in
      let target = try database.target()
      let owner = try database.connect()
      try owner.run("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
      try owner.run(
        "CREATE TRIGGER harm \(words[1]) ON migrated.\(words[0]) FOR EACH ROW EXECUTE FUNCTION nothing()")
      await #expect(
        throws: TargetError.ledger(
          "the ledger in schema migrated of \(database.place) does not keep what is written to it: look for triggers on "
            + "its tables, and drop them")
      ) {
        switch words[0] {
        case "backfill": try await Call.backfill.run(on: target, tied: ours)
        case "intent": try await Call.outside.run(on: target, tied: ours)
        default:
          _ = try await target.apply(script("CREATE TABLE later (x int)"), as: step(.contract), to: 3, tied: ours)
        }
      }
      #expect(try database.value("SELECT to_regclass('later') IS NULL") == "t")
      #expect(try database.value("SELECT count(*) FROM migrated.ledger") == "1")
    }
  }
}
