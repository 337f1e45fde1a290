import Foundation
import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Synchronization
import Testing

@testable import MigrationEngine

@Suite struct TargetHealthTests {
  /// Sleeps that end at once, so many of them; then `after` is called, and the next one lasts until it is cancelled.
  private func ticks(
    _ count: Int, then after: @escaping @Sendable () -> Void = {}
  ) -> @Sendable (Duration) async throws -> Void {
    let left = Mutex(count)
    return { interval in
      #expect(interval == .seconds(10))
      let isOver = left.withLock { left in
        left -= 1
        return left < 0
      }
      guard isOver else { return }
      after()
      try await Task.sleep(for: .seconds(3_600))
    }
  }

  /// Watches until it is so.
  private func watching(_ watch: HealthWatch, _ shop: Shop, until isSo: () -> Bool) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await watch.run() }
      try await shop.until(isSo)
      group.cancelAll()
    }
  }

  @Test func `a target that answers is well, with the versions of its ledger`() async throws {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    let health = try await shop.engine.health()
    #expect(health.map(\.look.entry.name) == ["s1", "p1"])
    #expect(health.map(\.error) == [nil, nil])
    let versions = try health.map { try $0.look.seen.get().versions }
    #expect(versions == [.init(current: 2, oldestSupported: 0), .init(current: 0, oldestSupported: 0)])
    #expect(health[1].latencies.samples == 1 && health[1].latencies.p99 != nil)
    #expect(try await shop.engine.health(of: "p1").map(\.look.entry.name) == ["p1"])
  }

  @Test func `one that cannot be reached says why, and what its looks took before stays`() async throws {
    let shop = try await Shop()
    _ = try await shop.engine.health()
    rename(shop.folder + "/s1.db", shop.folder + "/away.db")
    let health = try await shop.engine.health()
    #expect(health[0].error?.contains("s1.db: there is no such file") == true)
    #expect(health[0].latencies.samples == 1)
    #expect(health[1].error == nil && health[1].latencies.samples == 2)
  }

  @Test func `one whose database is another's is not well`() async throws {
    let shop = try await Shop(targets: [("s1", "staging"), ("s2", "staging")])
    try await shop.register(shop.plan())
    for target in ["s1", "s2"] { try await shop.reach(.expand, target) }
    try shop.swap("s1", "s2")
    let health = try await shop.engine.health(of: "s1")
    #expect(health[0].error?.contains("this is the database on record as s2") == true)
  }

  @Test func `an unknown one is told with those there are`() async throws {
    let shop = try await Shop()
    let error = await #expect(throws: EngineError.self) { try await shop.engine.health(of: "x1") }
    guard case .noSuchTarget("x1", known: ["s1", "p1"]) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `looks of the gates count, and those of the list of targets`() async throws {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    #expect(shop.engine.latencies.spread(of: "s1").samples == 0)
    _ = try await shop.engine.why(migration: "add-full-name", target: "s1")
    #expect(shop.engine.latencies.spread(of: "s1").samples > 0)
    #expect(shop.engine.latencies.spread(of: "p1").samples == 0)
    _ = await shop.engine.targets()
    #expect(shop.engine.latencies.spread(of: "p1").samples == 1)
  }

  @Test func `every target is looked at in the background, during a freeze too, by the configuration in force`()
    async throws
  {
    let shop = try await Shop()
    _ = try await shop.engine.freeze(reason: "a test", by: alice)
    let latencies = shop.engine.latencies
    let watch = HealthWatch(engine: shop.engine, sleep: ticks(0))
    try await watching(watch, shop) { ["s1", "p1"].allSatisfy { latencies.spread(of: $0).samples == 1 } }
    let production = shop.topology.entries[1]
    await shop.engine.setTopology(Topology(environments: shop.topology.environments, entries: [production]))
    let next = HealthWatch(engine: shop.engine, sleep: ticks(0))
    try await watching(next, shop) { latencies.spread(of: "p1").samples == 2 }
    #expect(latencies.spread(of: "s1").samples == 0)
  }

  @Test func `a look that takes long is not joined by another one, and keeps no other target waiting`() async throws {
    let shop = try await Shop()
    let path = shop.folder + "/slow.db"
    let application = try SQLiteConnection(path: path, mode: .create)
    try application.run("CREATE TABLE t (a)")
    try application.run("BEGIN EXCLUSIVE")
    let slow = Topology.Entry(
      target: SQLiteTarget(name: "slow", path: path, bounds: SQLiteBounds(lock: .seconds(60))),
      environment: "staging", groups: ["shop"])
    await shop.engine.setTopology(
      Topology(environments: shop.topology.environments, entries: [slow] + shop.topology.entries))
    let latencies = shop.engine.latencies
    let isThrough = Mutex(false)
    let watch = HealthWatch(engine: shop.engine, sleep: ticks(50) { isThrough.withLock { $0 = true } })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await watch.run() }
      try await shop.until { isThrough.withLock { $0 } && latencies.spread(of: "p1").samples > 0 }
      #expect(latencies.spread(of: "slow").samples == 0)
      try application.run("ROLLBACK")
      try await shop.until { latencies.spread(of: "slow").samples > 0 }
      // Others that had queued up would end before these.
      for _ in 0..<5 { _ = try await slow.target.glance() }
      group.cancelAll()
    }
    #expect(latencies.spread(of: "slow").samples == 1)
  }
}
