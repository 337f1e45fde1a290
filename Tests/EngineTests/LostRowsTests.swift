import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("A ledger that lost its rows")
struct LostRowsTests {
  private func shop(upTo phase: Phase) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(phase)
    for table in ["migrated_ledger", "migrated_backfill"] { try shop.ask("s1", "DELETE FROM \(table)") }
    return shop
  }

  private static let words =
    "undo by back.sql: expand was applied by the record, and the ledger of s1 has nothing of it: its rows were deleted, "
    + "or the database was restored; look at the database: once nothing of expand is left in it, migratectl resolve "
    + "add-full-name --target s1 --done --evidence TEXT; if the ledger is restored, migratectl retry add-full-name "
    + "--target s1"

  @Test("halts a rollback, which a person ends", arguments: [Phase.expand, .backfill, .switch])
  func rollback(_ phase: Phase) async throws {
    let shop = try await shop(upTo: phase)
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: phase), .ledgerWentBack))
    #expect(try shop.rollout().detail == Self.words)
    #expect(try shop.columns("s1") == "id FirstName LastName full_name")
    try await shop.command(.resolve(.done))
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.lastStep?.status == .resolvedDone)
    #expect(try await shop.verification.verify().isSound)
  }

  @Test("halts a rollback; said not to be done, it can be tried again once the rows are back")
  func restored() async throws {
    let shop = try await shop(upTo: .expand)
    try await shop.command(.rollback)
    await shop.work()
    try await shop.command(.resolve(.notDone))
    #expect(try shop.state() == .halted(.rollback(of: .expand), .failed))
    let digest = try #require(try shop.journal.read { try $0.migration(named: "add-full-name") }?.digest)
    try shop.ask(
      "s1",
      """
      INSERT INTO migrated_ledger (migration, digest, phase, step, applied_at_us)
      VALUES ('add-full-name', '\(digest)', 'expand', 'apply', 1)
      """)
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.columns("s1") == "id FirstName LastName")
  }

  @Test("halts a rollback too where expand failed only in its verification")
  func unverified() async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.verify["expand"] = "SELECT 0"
    try await shop.register(plan)
    try await shop.reach(.expand)
    #expect(try shop.state() == .halted(.phase(.expand), .failed))
    try shop.ask("s1", "DELETE FROM migrated_ledger")
    let error = await #expect(throws: EngineError.self) { try await shop.command(.retry) }
    #expect(error?.unmet.contains("ledger ") == true)
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .expand), .ledgerWentBack))
  }

  @Test("halts a rollback too where it is not known whether expand happened")
  func unknown() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.command(.advance(to: .expand))
    let claim = try #require(try await shop.engine.claim())
    let step = try #require(try claim.plan.steps(of: .phase(.expand), deployed: false).first)
    _ = try await shop.engine.beginStep(step, ordinal: 1, of: claim)
    try await shop.restart()
    #expect(try shop.state() == .queued(.phase(.expand)))
    #expect(try shop.lastStep?.status == .unknown)
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .expand), .ledgerWentBack))
  }

  @Test("is no matter where expand changed nothing")
  func failed() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.command(.advance(to: .expand))
    let lock = try shop.lock("s1")
    await shop.work()
    #expect(try shop.state() == .halted(.phase(.expand), .failed))
    try lock.run("ROLLBACK")
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.lastStep?.detail == "the ledger has nothing to undo")
  }
}
