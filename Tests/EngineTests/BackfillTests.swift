import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("Backfills")
struct BackfillTests {
  /// Many customers, and a table that counts how often each of them is written.
  private func shop() async throws -> Shop {
    let shop = try await Shop(customers: 60_000, targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try shop.ask("s1", "CREATE TABLE written (id INTEGER PRIMARY KEY, times INTEGER NOT NULL)")
    try shop.ask(
      "s1",
      """
      CREATE TRIGGER count_writes AFTER UPDATE OF full_name ON Customer
      BEGIN
        INSERT INTO written VALUES (NEW.id, 1) ON CONFLICT DO UPDATE SET times = times + 1;
      END
      """)
    return shop
  }

  @Test("that is paused stops between two batches and later goes on, and writes no row twice", .timeLimit(.minutes(1)))
  func pauses() async throws {
    let shop = try await shop()
    try await shop.command(.advance(to: .backfill))
    let worker = shop.worker
    async let worked = worker.runOne()
    try await shop.until { shop.engine.progress.line(of: 1) != nil }
    try await shop.command(.pause)
    #expect(await worked)
    #expect(try shop.state() == .paused(.backfill))
    let written = Int(try shop.ask("s1", "SELECT count(*) FROM written")) ?? 0
    #expect((1..<60_000).contains(written))
    #expect(try shop.journal.read { try $0.progress(ofRollout: 1) }?.rowsDone == written)
    await shop.work()
    #expect(try shop.ask("s1", "SELECT count(*) FROM written") == "\(written)")
    try await shop.command(.resume)
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
    #expect(try shop.ask("s1", "SELECT count(*) || ' ' || max(times) FROM written") == "60000 1")
  }

  @Test("that is frozen stops, nothing starts, and goes on with retry once the freeze is lifted", .timeLimit(.minutes(1)))
  func freezes() async throws {
    let shop = try await shop()
    try await shop.command(.advance(to: .backfill))
    let worker = shop.worker
    async let worked = worker.runOne()
    try await shop.until { shop.engine.progress.line(of: 1) != nil }
    let frozen = try await shop.engine.freeze(reason: "the shop is on television", by: bob)
    #expect(frozen.halted.map(\.state) == [.halted(.phase(.backfill), .stopped)])
    #expect(await worked)
    #expect(try shop.state() == .halted(.phase(.backfill), .stopped))
    let error = await #expect(throws: EngineError.self) { try await shop.command(.retry) }
    #expect(error?.unmet == ["freeze "])
    try await shop.restart()
    let still = await #expect(throws: EngineError.self) { try await shop.command(.retry) }
    #expect(still?.unmet == ["freeze "])
    _ = try await shop.engine.unfreeze(reason: "over", by: bob)
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
    #expect(try shop.ask("s1", "SELECT count(*) || ' ' || max(times) FROM written") == "60000 1")
  }

  @Test("a rollback while it runs takes everything back", .timeLimit(.minutes(1)))
  func rollsBack() async throws {
    let shop = try await shop()
    try await shop.command(.advance(to: .backfill))
    let worker = shop.worker
    async let worked = worker.runOne()
    try await shop.until { shop.engine.progress.line(of: 1) != nil }
    try shop.ask("s1", "DROP TRIGGER count_writes")
    try await shop.command(.rollback)
    #expect(await worked)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.columns("s1") == "id FirstName LastName")
  }
}
