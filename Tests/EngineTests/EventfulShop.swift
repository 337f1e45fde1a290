import MigrationPhases
import MigrationStore

@testable import MigrationEngine

extension Shop {
  /// A shop in which everything has happened once that the record has to tell: phases, a restore point, a deploy command
  /// in doubt that a person resolved, consents that expire and consents that were given twice, a rollback, a freeze that
  /// was lifted and one in force.
  static func eventful() async throws -> Shop {
    var production = Shop.production
    production.approvalValidFor = .seconds(30 * 86_400)
    let shop = try await Shop(customers: 3, policies: ["production": production])
    try await shop.register(shop.plan())
    for phase in Phase.allCases { try await shop.reach(phase, "s1") }
    _ = try? await shop.command(.advance(to: .expand), "p1")
    shop.clock.pass(days: 1)
    _ = try await shop.engine.signOff(
      "backup", migration: "add-full-name", target: "p1", evidence: "nightly dump", expiresIn: .seconds(3_600), by: bob)
    shop.clock.pass(days: 1)
    try await shop.reach(.backfill, "p1")
    _ = try await shop.engine.approve(.contract, migration: "add-full-name", target: "p1", comment: "early", by: bob)
    shop.clock.pass(days: 1)
    try await shop.command(.advance(to: .switch), "p1")
    if let claim = try await shop.engine.claim() {
      let steps = try claim.plan.steps(of: claim.activity, deployed: false)
      _ = try await shop.engine.beginStep(steps[0], ordinal: 1, of: claim)
    }
    try await shop.restart()
    try await shop.command(.resolve(.done), "p1")
    await shop.work()
    _ = try await shop.engine.freeze(reason: "quarter end", by: bob)
    shop.clock.pass(days: 1)
    _ = try await shop.engine.unfreeze(reason: "over", by: alice)
    _ = try await shop.engine.freeze(reason: "holidays", by: bob)
    return shop
  }
}
