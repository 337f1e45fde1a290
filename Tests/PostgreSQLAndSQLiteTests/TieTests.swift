import MigrationPhases
import MigrationTargets
import Testing

/// Whatever writes looks first whose ledger it is.
@Suite struct TieTests {
  /// What writes to a target.
  enum Call: CaseIterable, Sendable {
    case apply, undo, backfill, reopen

    func run(on target: any Target, tied tie: LedgerTie) async throws {
      switch self {
      case .apply: _ = try await target.apply(Sample.drop, as: step(.expand, of: "other"), to: 3, tied: tie)
      case .undo: _ = try await target.undo(Sample.drop, as: Sample.undo, tied: tie)
      case .backfill: _ = try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: tie, limit: 5)
      case .reopen: _ = try await target.reopenBackfill(Sample.fill, of: Sample.rows, tied: tie)
      }
    }
  }

  private let ours = LedgerTie(journal: "this-journal", ledger: "this-ledger", isNew: false)

  /// Expanded, and one row filled, in the ledger of `tie`.
  private func begun(_ engine: Engine, by tie: LedgerTie, _ body: (Place) async throws -> Void) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      _ = try await target.apply(Sample.add, tied: tie)
      _ = try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: tie, limit: 1)
      try await body(place)
    }
  }

  private func everything(in place: Place) throws -> [[String?]] {
    try ["people", place.ledger("schema"), place.ledger("ledger"), place.ledger("backfill")].flatMap {
      try place.rows("SELECT * FROM \($0) ORDER BY 1")
    }
  }

  @Test(arguments: Engine.allCases, Call.allCases)
  func `a database with another ledger is not touched`(engine: Engine, call: Call) async throws {
    try await begun(engine, by: LedgerTie(journal: "this-journal", ledger: "other-ledger", isNew: true)) { place in
      let before = try everything(in: place)
      await #expect(
        throws: TargetError.otherLedger(
          expected: "this-ledger", found: LedgerIdentity(id: "other-ledger", journal: "this-journal"))
      ) { try await call.run(on: place.target(), tied: ours) }
      #expect(try everything(in: place) == before)
    }
  }

  @Test(arguments: Engine.allCases, Call.allCases)
  func `a ledger that another journal keeps is not touched`(engine: Engine, call: Call) async throws {
    try await begun(engine, by: LedgerTie(journal: "other-journal", ledger: "this-ledger", isNew: true)) { place in
      let before = try everything(in: place)
      await #expect(
        throws: TargetError.otherLedger(
          expected: "this-ledger", found: LedgerIdentity(id: "this-ledger", journal: "other-journal"))
      ) { try await call.run(on: place.target(), tied: ours) }
      #expect(try everything(in: place) == before)
    }
  }

  @Test(arguments: Engine.allCases, Call.allCases)
  func `a database without a ledger that should have one is not touched`(engine: Engine, call: Call) async throws {
    try await engine.with("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, full_name TEXT)") { place in
      let target = try place.target()
      await #expect(throws: TargetError.otherLedger(expected: "this-ledger", found: nil)) {
        try await call.run(on: target, tied: ours)
      }
      #expect(try !place.hasLedger())
      #expect(try place.columns(of: "people").count == 3)
    }
  }

  @Test(arguments: Engine.allCases, Call.allCases)
  func `what another journal did stands in the way, whoever keeps the ledger`(
    engine: Engine, call: Call
  ) async throws {
    try await begun(engine, by: tie) { place in
      let name = call == .apply ? "other" : "add-full-name"
      try place.run("UPDATE \(place.ledger("ledger")) SET journal = 'other-journal', migration = '\(name)'")
      let before = try everything(in: place)
      await #expect(
        throws: TargetError.ledger("\(place.ledger) has \(name) as done by another journal, other-journal")
      ) { try await call.run(on: place.target(), tied: ours) }
      #expect(try everything(in: place) == before)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a backfill that another journal began is not gone on with`(engine: Engine) async throws {
    try await begun(engine, by: tie) { place in
      try place.run("UPDATE \(place.ledger("backfill")) SET journal = 'other-journal'")
      await #expect(
        throws: TargetError.ledger("\(place.ledger) has add-full-name as done by another journal, other-journal")
      ) { try await Call.backfill.run(on: place.target(), tied: ours) }
      #expect(try place.value("SELECT count(full_name) FROM people") == "1")
    }
  }
}
