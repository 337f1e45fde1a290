import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("A ledger that is ahead of the record")
struct AheadOfRecordTests {
  /// The journal is one from when the rollout was where `before` left it; the database is where `after` left it.
  private func shop(from before: Phase?, to after: Phase) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    if let before { try await shop.reach(before) }
    try shop.copyJournal(to: "older.sqlite")
    try await shop.reach(after)
    try await shop.restart(over: "older.sqlite")
    return shop
  }

  private func gate(_ shop: Shop) async throws -> Gate {
    let gates = try await shop.engine.why(migration: "add-full-name", target: "s1").gates
    return try #require(gates.first { $0.kind == .ledger })
  }

  @Test("is a disagreement where the journal was restored from before the target had a ledger")
  func beforeFirstContact() async throws {
    let shop = try await shop(from: nil, to: .expand)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .expand)) }
    #expect(error?.unmet == ["ledger "])
    #expect(try await gate(shop).message.contains("none is on record for s1; it is kept by another journal"))
  }

  @Test(
    "is a disagreement where the journal was restored from before the step",
    arguments: [(Phase.expand, Phase.backfill), (.switch, .contract)])
  func restoredJournal(from before: Phase, to after: Phase) async throws {
    let shop = try await shop(from: before, to: after)
    shop.clock.pass(days: 15)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: after)) }
    #expect(error?.unmet.contains("ledger ") == true)
    let gate = try await gate(shop)
    #expect(
      gate.message
        == "the target's ledger disagrees with the record: \(after.rawValue) stands in the ledger, and no step on record "
        + "here did it: another daemon did, or this journal was restored from an older copy")
    #expect(gate.remedy?.contains("migratectl adopt s1 --reason TEXT") == true)
  }

  @Test("keeps a rollback from undoing expand under a contract that is not on record")
  func contracted() async throws {
    let shop = try await shop(from: .expand, to: .contract)
    let columns = try shop.columns("s1")
    let error = await #expect(throws: EngineError.self) { try await shop.command(.rollback) }
    #expect(error?.refusal == .pastTheWayBack)
    try shop.ask("s1", "DELETE FROM migrated_ledger WHERE phase = 'contract'")
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .expand), .ledgerWentBack))
    #expect(try shop.rollout().detail?.hasPrefix("backfill stands in the ledger, and no step on record") == true)
    #expect(try shop.columns("s1") == columns)
  }

  @Test("is a disagreement though the journal is this one, where no step accounts for an entry")
  func byHand() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    let digest = try #require(try shop.journal.read { try $0.migration(named: "add-full-name") }?.digest)
    try shop.ask(
      "s1",
      """
      INSERT INTO migrated_ledger (migration, digest, phase, step, applied_at_us, journal)
      SELECT migration, '\(digest)', 'backfill', 'rows', 1, journal FROM migrated_ledger
      """)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .backfill)) }
    #expect(error?.unmet == ["ledger "])
  }

  @Test("is a disagreement where another journal did it, whatever is on record")
  func otherJournal() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try shop.ask("s1", "UPDATE migrated_ledger SET journal = 'theirs'")
    #expect(
      try await gate(shop).message.hasSuffix("what stands of it in the ledger was done by another journal, theirs"))
  }

  @Test("is a disagreement where a backfill has begun that is not on record")
  func begun() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.backfill)
    try shop.ask("s1", "DELETE FROM migrated_ledger WHERE phase = 'backfill'")
    try await shop.command(.rollback)
    try shop.copyJournal(to: "older.sqlite")
    let other = try await Shop(targets: Shop.one)
    try await other.register(other.plan())
    try await other.reach(.expand)
    try other.ask(
      "s1",
      """
      INSERT INTO migrated_backfill (migration, step, digest, key, cursor, pass, written_in_pass, clears, batches,
        rows_done, rows_written, finished)
      SELECT migration, 'rows', digest, '"id"', 'i:2', 1, 2, 1, 1, 2, 2, 0 FROM migrated_ledger
      """)
    let error = await #expect(throws: EngineError.self) { try await other.command(.advance(to: .backfill)) }
    #expect(error?.unmet == ["ledger "])
    #expect(try await gate(other).message.contains("a backfill has begun in the ledger"))
  }

  @Test("found by a step itself halts it: another daemon was quicker")
  func race() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try await shop.command(.advance(to: .backfill))
    let claim = try #require(try await shop.engine.claim())
    try shop.ask(
      "s1",
      """
      INSERT INTO migrated_ledger (migration, digest, phase, step, applied_at_us, journal)
      SELECT migration, digest, 'backfill', 'rows', 1, journal FROM migrated_ledger
      """)
    let end = try await shop.perform(claim)
    #expect(end.outcome == .failed(attempt: 2, .ledgerWentBack))
    #expect(end.detail?.contains("backfill stands in the ledger, and no step on record here did it") == true)
  }

  @Test("is not what a crash between the target's commit and the record's is")
  func crash() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.command(.advance(to: .expand))
    let claim = try #require(try await shop.engine.claim())
    let steps = try claim.plan.steps(of: .phase(.expand), deployed: false)
    _ = try await shop.engine.beginStep(steps[0], ordinal: 1, of: claim)
    guard case .apply(let statements) = steps[0].work else { return }
    _ = try await Performance(
      claim: claim, engine: shop.engine, places: shop.worker.places, runCommand: shop.worker.runCommand
    ).apply(statements)
    try await shop.restart()
    await shop.work()
    #expect(try shop.state() == .completed(.expand))
    #expect(try shop.journal.read { try $0.allSteps(ofRollout: 1) }.map(\.status) == [.unknown, .done, .done])
  }
}
