import MigrationPhases
import Testing

@testable import MigrationEngine

@Suite("The version that a database offers")
struct OfferedVersionTests {
  private func shop() async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    _ = try await shop.engine.register(NickPlan().files, by: alice)
    try await shop.reach(.expand)
    try await shop.command(.advance(to: .expand), of: NickPlan.name)
    await shop.work()
    return shop
  }

  private func offered(_ shop: Shop) throws -> String {
    try shop.ask("s1", "SELECT current || ' ' || oldest_supported FROM migrated_schema")
  }

  @Test("stays where it is when an older migration is rolled back, and goes when nothing stands")
  func older() async throws {
    let shop = try await shop()
    #expect(try offered(shop) == "3 0")
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try offered(shop) == "3 0")
    try await shop.command(.rollback, of: NickPlan.name)
    await shop.work()
    #expect(try offered(shop) == "0 0")
  }

  @Test("is never below what is contracted")
  func contracted() async throws {
    let shop = try await shop()
    for phase in [Phase.backfill, .switch, .contract] {
      try await shop.command(.advance(to: phase), of: NickPlan.name)
      await shop.work()
    }
    #expect(try shop.state(of: NickPlan.name) == .completed(.contract))
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try offered(shop) == "3 3")
  }

  @Test("warns of a plan whose version says nothing new, when it is checked and when it is registered")
  func notAbove() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    let plan = NickPlan(schemaVersion: 2)
    let expected =
      "migration.yaml: warning: schemaVersion: s1 offers version 2 already, so 2 says nothing new [version-not-above]\n"
      + "  hint: an application that requires 2 is taken to fit before expand has run; take a version above 2"
    #expect(await shop.engine.check(plan.files).findings.map(\.description).contains(expected))
    let more = NickPlan(schemaVersion: 3)
    #expect(await !shop.engine.check(more.files).findings.contains { $0.rule == "version-not-above" })
    #expect(try await shop.engine.register(plan.files, by: alice).warnings.map(\.description).contains(expected))
  }
}
