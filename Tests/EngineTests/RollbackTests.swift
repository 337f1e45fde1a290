import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("Rolling back")
struct RollbackTests {
  @Test("from each phase up to switch, everything is as it was", arguments: [Phase.expand, .backfill, .switch])
  func fromComplete(_ phase: Phase) async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(phase)
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.columns("s1") == "id FirstName LastName")
    #expect(try shop.ask("s1", "SELECT current || ' ' || oldest_supported FROM migrated_schema") == "0 0")
    #expect(shop.deployed == (phase == .switch ? ["v2 s1", "v1 s1"] : []))
    #expect(try await shop.verification.verify().isSound)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: nil)) }
    #expect(error?.refusal == .ended(.rolledBack))
  }

  @Test("of what is only asked for, nothing is done", arguments: [Phase.expand, .backfill, .switch])
  func fromQueued(_ phase: Phase) async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    if let previous = phase.previous { try await shop.reach(previous) }
    try await shop.command(.advance(to: phase))
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.columns("s1") == "id FirstName LastName")
    #expect(shop.deployed == [])
  }

  @Test("of a switch whose deploy command failed brings the old release back")
  func failedSwitch() async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.deploy = "echo half of it is done; exit 3"
    try await shop.register(plan)
    try await shop.reach(.switch)
    #expect(try shop.state() == .halted(.phase(.switch), .failed))
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(shop.deployed == ["v2 s1", "v1 s1"])
  }

  @Test("is refused once contract's change is in the database, though the rollout halted after it")
  func afterContract() async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.verify["contract"] = "SELECT count(*) = 99 FROM Customer"
    try await shop.register(plan)
    try await shop.reach(.contract)
    #expect(try shop.state() == .halted(.phase(.contract), .failed))
    #expect(try shop.columns("s1") == "id full_name")
    let error = await #expect(throws: EngineError.self) { try await shop.command(.rollback) }
    #expect(error?.refusal == .pastTheWayBack)
    await shop.work()
    #expect(try shop.columns("s1") == "id full_name")
    #expect(try shop.state() == .halted(.phase(.contract), .failed))
    #expect(try shop.journal.read { try $0.lastHistory() }?.detail.contains("pastTheWayBack") == true)
  }

  @Test("of a contract that halted before its change is possible")
  func beforeContract() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.switch)
    shop.clock.pass(days: 15)
    try await shop.command(.advance(to: .contract))
    let lock = try shop.lock("s1")
    await shop.work()
    #expect(try shop.state() == .halted(.phase(.contract), .failed))
    #expect(try shop.rollout().detail?.contains("no lock within 300 ms") == true)
    try lock.run("ROLLBACK")
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
  }

  @Test("that fails halts, and goes on with retry, without running its command again")
  func failing() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.switch)
    try await shop.command(.rollback)
    let lock = try shop.lock("s1")
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .switch), .failed))
    try lock.run("ROLLBACK")
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(shop.deployed == ["v2 s1", "v1 s1"])
  }

  @Test("that fails ends when a person says that it was undone by hand")
  func byHand() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try shop.ask("s1", "DROP TRIGGER customer_full_name_insert")
    try shop.ask("s1", "ALTER TABLE Customer DROP COLUMN full_name")
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .expand), .failed))
    #expect(try shop.rollout().detail?.contains("no such trigger: customer_full_name_insert") == true)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.resolve(.notDone)) }
    #expect(error?.refusal == .notUnknown(.halted(.rollback(of: .expand), .failed)))
    try await shop.command(.resolve(.done))
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.lastStep?.status == .resolvedDone)
    #expect(try await shop.verification.verify().isSound)
  }
}
