import Foundation
import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("The main job")
struct MainJobTests {
  @Test("a migration goes from its registration to the end of contract, on staging first and production after")
  func mainJob() async throws {
    let shop = try await Shop()
    let registration = try await shop.register(shop.plan())
    #expect(registration.rollouts.map(\.target) == ["s1", "p1"])
    for phase in Phase.allCases {
      try await shop.reach(phase, "s1")
      #expect(try shop.state("s1") == .completed(phase))
      try await shop.reach(phase, "p1")
      #expect(try shop.state("p1") == .completed(phase))
    }
    for target in ["s1", "p1"] {
      #expect(try shop.columns(target) == "id full_name")
      #expect(try shop.ask(target, "SELECT group_concat(full_name) FROM Customer") == "F1 L1,F2 L2,F3 L3,F4 L4,F5 L5")
      #expect(try shop.ask(target, "SELECT current || ' ' || oldest_supported FROM migrated_schema") == "2 2")
    }
    #expect(shop.deployed == ["v2 s1", "v2 p1"])
    let points = try shop.journal.read { try $0.restorePoints(ofRollout: 2) }
    #expect(points.count == 1)
    let copy = try #require(points.first?.path)
    #expect(FileManager.default.fileExists(atPath: copy))
    #expect(try await shop.verification.verify().isSound)
  }

  @Test("production waits for staging, phase by phase, and nothing is started")
  func stagingFirst() async throws {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    try await shop.provide(for: .expand, "p1")
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .expand), "p1") }
    #expect(error?.unmet == ["earlierEnvironment s1"])
    await shop.work()
    #expect(try shop.state("p1") == .planned)
    #expect(try shop.columns("p1") == "id FirstName LastName")
  }

  @Test("contract that is asked for too early is refused with everything that is missing, and is on record")
  func earlyContract() async throws {
    let shop = try await Shop()
    var plan = shop.plan()
    plan.wait = "3d"
    try await shop.register(plan)
    for phase in [Phase.backfill, .switch] {
      try await shop.reach(phase, "s1")
      try await shop.reach(phase, "p1")
      shop.clock.pass(days: 1)
    }
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .contract), "p1") }
    #expect(
      error?.unmet == ["earlierEnvironment s1", "waitingPeriod ", "signOff backup", "approval "])
    let gates = error?.gates.filter { !$0.holds } ?? []
    #expect(gates.allSatisfy { $0.remedy != nil && $0.who != nil })
    #expect(gates.first { $0.kind == .waitingPeriod }?.threshold == "14d")
    let last = try #require(try shop.journal.read { try $0.lastHistory() })
    #expect(last.event == "refused")
    #expect(last.detail.contains("earlierEnvironment:s1 waitingPeriod signOff:backup approval"))
    shop.clock.pass(days: 12)
    try await shop.command(.advance(to: .contract), "s1")
    await shop.work()
    #expect(try shop.state("s1") == .completed(.contract))
    try await shop.provide(for: .contract, "p1")
    let early = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .contract), "p1") }
    #expect(early?.unmet == ["waitingPeriod "])
    #expect(try shop.columns("p1") == "id FirstName LastName full_name")
  }

  @Test("what was asked for is asked again when it begins, and halts where a gate no longer holds")
  func gatesAgain() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.backfill)
    try await shop.command(.advance(to: .switch))
    try shop.ask("s1", "UPDATE Customer SET full_name = NULL WHERE id = 3")
    await shop.work()
    #expect(try shop.state() == .halted(.phase(.switch), .gatesUnmet))
    #expect(try shop.rollout().detail == "1 row is left to backfill")
    #expect(shop.deployed == [])
  }

  @Test("a timer advances what its plan allows, as often as it likes")
  func due() async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.automatic = "backfill, switch"
    try await shop.register(plan)
    #expect(try await shop.engine.advanceDue(by: bob).isEmpty)
    try await shop.reach(.expand)
    #expect(try await shop.engine.advanceDue(by: bob).map(\.isAdvanced) == [true])
    #expect(try await shop.engine.advanceDue(by: bob).isEmpty)
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
    _ = try await shop.engine.advanceDue(by: bob)
    await shop.work()
    _ = try await shop.engine.advanceDue(by: bob)
    await shop.work()
    #expect(try shop.state() == .completed(.switch))
  }

  @Test("a database that was restored from before expand stops everything but the way back")
  func restored() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    let path = shop.folder + "/s1.db"
    try shop.ask("s1", "PRAGMA wal_checkpoint(TRUNCATE)")
    let copy = try Data(contentsOf: URL(fileURLWithPath: path))
    try await shop.reach(.backfill)
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    try copy.write(to: URL(fileURLWithPath: path))
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .switch)) }
    #expect(error?.unmet.contains("ledger ") == true)
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .backfill), .ledgerWentBack))
    try await shop.command(.resolve(.done))
    #expect(try shop.state() == .rolledBack)
  }

  @Test("a rollout whose target moved to another environment cannot start anything")
  func environmentChanged() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    var topology = shop.topology
    topology.environments[0].name = "test"
    topology.entries[0].environment = "test"
    await shop.engine.setTopology(topology)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .expand)) }
    #expect(error?.unmet.contains("reachable ") == true)
  }

  @Test("a rollout whose target is gone from the configuration is not rolled back; once it is there again, it is")
  func targetGone() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    var topology = shop.topology
    topology.entries = []
    await shop.engine.setTopology(topology)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.rollback) }
    #expect(error?.refusal == .targetGone("s1"))
    #expect(try shop.state() == .completed(.expand))
    #expect(try shop.journal.read { try $0.lastHistory() }?.detail.contains("targetGone") == true)
    await shop.engine.setTopology(shop.topology)
    try await shop.command(.rollback)
  }

  @Test("names that are nowhere are told, those on record or in the configuration are not")
  func unknownNames() async throws {
    let shop = try await Shop()
    func code(_ ask: () async throws -> Void) async -> String? {
      do { try await ask() } catch { return (error as? EngineError)?.recordCode ?? "\(error)" }
      return nil
    }
    func list(_ target: String) async -> String? {
      await code { _ = try await shop.queries.list(migration: nil, target: target, onlyOpen: false, limit: 1) }
    }
    func history(_ filter: HistoryFilter) async -> String? {
      await code { try await shop.queries.requireKnownNames(in: filter) }
    }
    #expect(await list("s1") == nil)
    #expect(await list("s9") == "noSuchTarget")
    try await shop.register(shop.plan())
    for known in [
      HistoryFilter(migration: "add-full-name", target: "s1", user: "alice"), HistoryFilter(target: "p1"),
      HistoryFilter(),
    ] { #expect(await history(known) == nil) }
    #expect(await history(HistoryFilter(migration: "nosuch")) == "noSuchMigration")
    #expect(await history(HistoryFilter(target: "s9")) == "noSuchTarget")
    #expect(await history(HistoryFilter(user: "eve")) == "invalidArgument")
    // What was refused under that name is on record under it.
    await #expect(throws: EngineError.self) {
      try await shop.engine.command(.cancel, migration: "nosuch", target: "s9", by: bob)
    }
    #expect(await history(HistoryFilter(migration: "nosuch", target: "s9", user: "bob")) == nil)
  }
}

extension EngineError {
  var gates: [Gate] {
    switch self {
    case .gatesUnmet(_, _, _, let gates): gates
    case .noSuchMigration, .noSuchTarget, .ambiguousTarget, .invalidPlan, .alreadyRegistered, .ownPlan, .refused,
      .invalidArgument, .targetBusy, .target, .journal, .stopping:
      []
    }
  }

  /// Kind and subject of every gate that does not hold.
  var unmet: [String] { gates.filter { !$0.holds }.map { "\($0.kind.rawValue) \($0.subject ?? "")" } }

  var findings: [Finding]? {
    if case .invalidPlan(let findings) = self { findings } else { nil }
  }

  var refusal: Refusal? {
    switch self {
    case .refused(let refusal, _): refusal
    case .gatesUnmet, .noSuchMigration, .noSuchTarget, .ambiguousTarget, .invalidPlan, .alreadyRegistered, .ownPlan,
      .invalidArgument, .targetBusy, .target, .journal, .stopping:
      nil
    }
  }
}
