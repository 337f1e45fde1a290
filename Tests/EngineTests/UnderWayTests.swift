import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

/// What people ask for while a program of the plan runs.
@Suite("A program that is under way")
struct UnderWayTests {
  /// Runs `meanwhile` while the program does, which goes on until there is a file called `go`.
  private func deploying(_ meanwhile: (Shop) async throws -> Void) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.deploy = Self.untilGo(shop)
    plan.timeout = "2m"
    try await shop.register(plan)
    try await shop.reach(.backfill)
    try await shop.command(.advance(to: .switch))
    try await whileWorking(shop, meanwhile)
    return shop
  }

  private static func untilGo(_ shop: Shop) -> String { "while ! test -e \(shop.folder)/go; do sleep 0.05; done" }

  private func whileWorking(_ shop: Shop, _ meanwhile: (Shop) async throws -> Void) async throws {
    let worker = shop.worker
    let before = shop.deployed.count
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = await worker.runOne() }
      try await shop.until { shop.deployed.count > before }
      try await meanwhile(shop)
      try await group.waitForAll()
    }
  }

  private func go(_ shop: Shop) throws { try shop.write("", to: "go") }

  @Test(
    "as deploy is not ended by pause, which is refused, nor by freeze or a stop of the daemon", .timeLimit(.minutes(1)))
  func staysUnderWay() async throws {
    let shop = try await deploying { shop in
      let refused = await #expect(throws: EngineError.self) { try await shop.command(.pause) }
      #expect(refused?.refusal == .cannotPause(.phase(.switch)))
      let cancelled = await #expect(throws: EngineError.self) { try await shop.command(.cancel) }
      #expect(cancelled?.refusal?.code == "alreadyStarted")
      let frozen = try await shop.engine.freeze(reason: "we do not know why", by: bob)
      #expect(frozen.halted.isEmpty)
      await shop.engine.stop()
      // Whoever ends it for one of these does so within a tenth of a second.
      try await Task.sleep(for: .milliseconds(500))
      #expect(try shop.state() == .running(.phase(.switch), attempt: 3))
      try go(shop)
    }
    #expect(shop.deployed == ["v2 s1"])
    let step = try shop.journal.read { try $0.allSteps(ofRollout: 1).last { $0.name == "deploy" } }
    #expect(step?.status == .done)
  }

  @Test("as deploy is ended by the way back, which says so and undoes it", .timeLimit(.minutes(1)))
  func isEnded() async throws {
    let words = "the program of 'deploy' is ended: TERM to its process group, KILL after 10s"
    let shop = try await deploying { shop in
      let record = try await shop.engine.command(.rollback, migration: "add-full-name", target: "s1", by: alice)
      #expect(record.state == .queued(.rollback(of: .switch)))
      #expect(record.detail == words)
      let line = try #require(try shop.journal.read { try $0.lastHistory() })
      #expect(line.detail.contains("\"ends\":\"\(words)\""))
    }
    #expect(try shop.state() == .queued(.rollback(of: .switch)))
    let step = try shop.journal.read { try $0.allSteps(ofRollout: 1).last { $0.name == "deploy" } }
    #expect(step?.status == .unknown)
    #expect(step?.detail?.hasPrefix("ended because it was no longer wanted") == true)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.rollout().detail == nil)
    #expect(shop.deployed == ["v2 s1", "v1 s1"])
  }

  @Test("is not spoken of where none runs")
  func nothingRuns() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.switch)
    let record = try await shop.engine.command(.rollback, migration: "add-full-name", target: "s1", by: alice)
    #expect(record.detail == nil)
    #expect(try shop.journal.read { try $0.lastHistory() }?.detail.contains("ends") == false)
  }

  @Test(
    "as backfill may be run again: pause and freeze end it and say so", .timeLimit(.minutes(1)),
    arguments: [Command.pause, .haltEverything])
  func backfill(_ command: Command) async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.fill = Self.untilGo(shop)
    plan.timeout = "2m"
    try await shop.register(plan)
    try await shop.reach(.expand)
    try await shop.command(.advance(to: .backfill))
    let words = "the program of 'backfill by ./fill.sh' is ended: TERM to its process group, KILL after 10s"
    try await whileWorking(shop) { shop in
      if command == .pause { return try await shop.command(.pause) }
      _ = try await shop.engine.freeze(reason: "stop", by: bob)
    }
    if command == .pause {
      #expect(try shop.state() == .paused(.backfill))
      #expect(try shop.rollout().detail == words)
      try await shop.command(.resume)
    } else {
      #expect(try shop.state() == .halted(.phase(.backfill), .stopped))
      #expect(try shop.rollout().detail == "frozen by bob: stop; \(words)")
      _ = try await shop.engine.unfreeze(reason: nil, by: bob)
      try await shop.command(.retry)
    }
    try go(shop)
    try shop.ask("s1", "UPDATE Customer SET full_name = FirstName || ' ' || LastName")
    await shop.work()
    #expect(try shop.state() == .completed(.backfill))
    #expect(shop.deployed == ["fill s1", "fill s1"])
  }
}
