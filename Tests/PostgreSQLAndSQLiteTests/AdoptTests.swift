import MigrationPhases
import MigrationTargets
import Testing

@Suite struct AdoptTests {
  private let other = LedgerTie(journal: "other-journal", ledger: "other-ledger", isNew: true)
  private let ours = LedgerTie(journal: "this-journal", ledger: "new-ledger", isNew: false)

  /// A migration that stands with a part of its backfill, and one that was undone, in another ledger.
  private func expanded(_ engine: Engine, _ body: (Place) async throws -> Void) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      _ = try await target.apply(Sample.add, tied: other)
      _ = try await target.apply([], as: step(.expand, of: "other"), to: 3, tied: other)
      _ = try await target.undo([], as: step(.expand, "undo", of: "other"), tied: other)
      _ = try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: other, limit: 2)
      try await body(place)
    }
  }

  @Test(arguments: Engine.allCases)
  func `the ledger gets a new id, and what stands in it is the journal's from then on`(engine: Engine) async throws {
    try await expanded(engine) { place in
      let target = try place.target()
      #expect(
        try await target.adopt(ours)
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
      #expect(try await target.apply(Sample.add, tied: ours) == .alreadyDone)
      await #expect(
        throws: TargetError.otherLedger(
          expected: "other-ledger", found: LedgerIdentity(id: "new-ledger", journal: "this-journal"))
      ) { try await target.apply([], as: step(.expand, of: "third"), to: 4, tied: other) }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a database without a ledger gets one`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      #expect(
        try await target.adopt(ours)
          == LedgerAdoption(found: nil, entries: 0, versions: SchemaVersions(current: 0, oldestSupported: 0)))
      #expect(try await target.observe().ledger == LedgerIdentity(id: "new-ledger", journal: "this-journal"))
    }
  }

  @Test(arguments: Engine.allCases)
  func `adopting again changes nothing`(engine: Engine) async throws {
    try await expanded(engine) { place in
      _ = try await place.target().adopt(ours)
      let before = try place.rows("SELECT * FROM \(place.ledger("ledger")) ORDER BY entry")
      let again = try await place.target().adopt(ours)
      #expect(again.found == LedgerIdentity(id: "new-ledger", journal: "this-journal"))
      #expect(try place.rows("SELECT * FROM \(place.ledger("ledger")) ORDER BY entry") == before)
    }
  }
}
