import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// What cannot run in a transaction looks whose ledger it is, too.
@Suite struct TieTests {
  private static let people = "CREATE TABLE people (id int PRIMARY KEY, name text)"
  private static let add = script("ALTER TABLE people ADD COLUMN full_name text")

  private func vacuum(_ target: PostgreSQLTarget) async throws -> StepProof {
    try await target.apply(script("VACUUM"), as: step(.expand, of: "other"), tied: ours)
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

  @Test func `a database with another ledger is not touched`() async throws {
    try await expanded(by: LedgerTie(journal: "this-journal", ledger: "other-ledger", isNew: true)) { database in
      let target = try database.target()
      let before = try database.admin().rows("SELECT * FROM migrated.ledger")
      await #expect(
        throws: TargetError.otherLedger(
          expected: "this-ledger", found: LedgerIdentity(id: "other-ledger", journal: "this-journal"))
      ) { try await vacuum(target) }
      #expect(try database.admin().rows("SELECT * FROM migrated.ledger") == before)
      #expect(try database.value("SELECT count(*) FROM migrated.intent") == "0")
    }
  }

  @Test func `a second journal's daemon is refused`() async throws {
    try await expanded(by: LedgerTie(journal: "other-journal", ledger: "this-ledger", isNew: true)) { database in
      let target = try database.target()
      await #expect(
        throws: TargetError.otherLedger(
          expected: "this-ledger", found: LedgerIdentity(id: "this-ledger", journal: "other-journal"))
      ) { try await vacuum(target) }
    }
  }

  @Test func `a database without a ledger that should have one is not touched`() async throws {
    try await Database.with(Self.people) { database in
      let target = try database.target()
      await #expect(throws: TargetError.otherLedger(expected: "this-ledger", found: nil)) {
        try await vacuum(target)
      }
      #expect(try database.value("SELECT to_regnamespace('migrated') IS NULL") == "t")
    }
  }

  @Test func `what a trigger keeps from the intents is not done`() async throws {
    try await expanded(by: tie) { database in
      let target = try database.target()
      try database.connect().run(
        """
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER harm BEFORE INSERT ON migrated.intent FOR EACH ROW EXECUTE FUNCTION nothing()
        """)
      await #expect(
        throws: TargetError.ledger(
          "the ledger in schema migrated of \(database.place) does not keep what is written to it: look for triggers on "
            + "its tables, and drop them")
      ) { try await vacuum(target) }
      #expect(try database.value("SELECT count(*) FROM migrated.ledger") == "1")
    }
  }
}
