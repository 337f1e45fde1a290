import MigrationPhases
import MigrationSQLite
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("Restarts")
struct RestartTests {
  @Test("before the first step of each phase, the phase begins again and ends", arguments: Phase.allCases)
  func beforeAnything(_ phase: Phase) async throws {
    let shop = try await asked(phase)
    let claim = try await shop.engine.claim()
    #expect(try shop.state().shape == .running)
    #expect(claim != nil)
    try await shop.restart()
    #expect(try shop.state() == .queued(.phase(phase)))
    await shop.work()
    #expect(try shop.state() == .completed(phase))
    #expect(try shop.rollout().attempts == Phase.allCases.firstIndex(of: phase).map { $0 + 2 })
  }

  @Test(
    "in the middle of a step that the ledger proves, the phase begins again",
    arguments: [Phase.expand, .backfill, .contract])
  func provenStep(_ phase: Phase) async throws {
    let shop = try await asked(phase)
    let claim = try #require(try await shop.engine.claim())
    let steps = try claim.plan.steps(of: claim.activity, deployed: false)
    _ = try await shop.engine.beginStep(steps[0], ordinal: 1, of: claim)
    try await shop.restart()
    #expect(try shop.state() == .queued(.phase(phase)))
    await shop.work()
    #expect(try shop.state() == .completed(phase))
  }

  @Test("in the middle of the deploy command, a person must say what became of it")
  func deploying() async throws {
    let shop = try await asked(.switch)
    let claim = try #require(try await shop.engine.claim())
    let steps = try claim.plan.steps(of: claim.activity, deployed: false)
    _ = try await shop.engine.beginStep(steps[0], ordinal: 1, of: claim)
    try await shop.restart()
    #expect(try shop.state() == .halted(.phase(.switch), .outcomeUnknown))
    await shop.work()
    #expect(shop.deployed == [])
    try await shop.command(.resolve(.notDone))
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .completed(.switch))
    #expect(shop.deployed == ["v2 s1"])
  }

  @Test("after the deploy command has ended, it is not run again")
  func deployed() async throws {
    let shop = try await asked(.switch)
    let claim = try #require(try await shop.engine.claim())
    let steps = try claim.plan.steps(of: claim.activity, deployed: false)
    let id = try #require(try await shop.engine.beginStep(steps[0], ordinal: 1, of: claim))
    try await shop.engine.endStep(EndedStep(id: id, name: steps[0].name, status: .done, detail: nil), of: claim)
    try await shop.restart()
    await shop.work()
    #expect(try shop.state() == .completed(.switch))
    #expect(shop.deployed == [])
  }

  @Test("paused stays paused, halted stays halted, and a report from before changes nothing")
  func standing() async throws {
    let shop = try await asked(.expand)
    let claim = try #require(try await shop.engine.claim())
    try await shop.command(.pause)
    try await shop.restart()
    #expect(try shop.state() == .paused(.expand))
    try await shop.engine.end(claim, PerformanceEnd(.finished(attempt: claim.attempt), nil))
    #expect(try shop.state() == .paused(.expand))
    let last = try #require(try shop.journal.read { try $0.lastHistory() })
    #expect(last.to == nil)
    #expect(last.detail.contains("the rollout is paused(expand)"))
  }

  @Test("a daemon that is stopping takes nothing, and what it was asked goes on with the next one")
  func stopping() async throws {
    let shop = try await asked(.expand)
    await shop.engine.stop()
    #expect(await !shop.worker.runOne())
    await #expect(throws: EngineError.self) { try await shop.command(.pause) }
    try await shop.restart()
    await shop.work()
    #expect(try shop.state() == .completed(.expand))
  }

  @Test("a journal that another process keeps for a moment is waited for", .timeLimit(.minutes(1)))
  func busy() async throws {
    let shop = try await asked(.expand)
    let other = try SQLiteConnection(path: shop.stateFolder + "/journal.sqlite", mode: .readWrite)
    try other.run("BEGIN IMMEDIATE")
    let worker = shop.worker
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await worker.run() }
      try await shop.until { shop.errors.now > 0 }
      try other.run("ROLLBACK")
      try await shop.until { (try? shop.state()) == .completed(.expand) }
      await shop.engine.stop()
    }
    #expect(shop.engine.failure == nil)
  }

  private func asked(_ phase: Phase) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    if let previous = phase.previous { try await shop.reach(previous) }
    shop.clock.pass(days: 15)
    try await shop.command(.advance(to: phase))
    return shop
  }
}
