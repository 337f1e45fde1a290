import Foundation
import MigrationPhases
import MigrationPlan
import Synchronization
import Testing

@testable import MigrationEngine

@Suite("A plan that is slow to look at")
struct LintLanesTests {
  @Test("keeps no decision waiting, and is registered in the end", .timeLimit(.minutes(1)))
  func decisions() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.command(.advance(to: .expand))
    let (engine, lanes) = (shop.engine, await shop.engine.lints)
    let files = shop.plan(named: "another").files
    try await HeldLanes.hold(lanes) { held in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await engine.register(files, by: alice) }
        group.addTask { _ = await engine.check(files) }
        while lanes.waiting < 2 { await Task.yield() }
        let actor = alice
        _ = try await engine.command(.pause, migration: "add-full-name", target: "s1", by: actor)
        _ = try await engine.freeze(reason: "decided meanwhile", by: actor)
        _ = try await engine.unfreeze(reason: nil, by: actor)
        #expect(lanes.waiting == 2)
        held.free()
        try await group.waitForAll()
      }
    }
    #expect(try shop.state() == .paused(.expand))
    #expect(try shop.journal.read { try $0.migration(named: "another") } != nil)
  }

  @Test("is refused when too many wait already, with what to do, and that is on record", .timeLimit(.minutes(1)))
  func crowded() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    let (engine, lanes) = (shop.engine, await shop.engine.lints)
    let files = shop.plan(named: "another").files
    try await HeldLanes.hold(lanes) { held in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<lanes.places { group.addTask { _ = try? await lanes.run {} } }
        while lanes.waiting < lanes.places { await Task.yield() }
        let error = await #expect(throws: EngineError.self) { _ = try await engine.register(files, by: alice) }
        let words = "32 plans wait to be checked already; ask again in a while"
        #expect(error?.findings?.map(\.message) == [words])
        // The same for a gate: what is not known does not hold.
        let refused = await #expect(throws: EngineError.self) {
          try await engine.command(.advance(to: nil), migration: "add-full-name", target: "s1", by: alice)
        }
        #expect(refused?.unmet == ["lint "])
        held.free()
        try await group.waitForAll()
      }
    }
    #expect(try shop.journal.read { try $0.migration(named: "another") } == nil)
  }

  @Test("takes no thread of Swift's pool, however much it computes", .timeLimit(.minutes(1)))
  func ownThreads() async throws {
    let lanes = LintLanes(lanes: ProcessInfo.processInfo.activeProcessorCount)
    let isServed = Flag()
    let found = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<lanes.lanes {
        group.addTask {
          try await lanes.run {
            let began = ContinuousClock.now
            while !isServed.isSet, ContinuousClock.now - began < .seconds(20) {}
            return isServed.isSet
          }
        }
      }
      while lanes.busy < lanes.lanes { try await Task.sleep(for: .milliseconds(1)) }
      group.addTask {
        isServed.set()
        return true
      }
      var all = true
      for try await one in group { all = all && one }
      return all
    }
    #expect(found)
  }

  @Test("is not waited for without end, and its lane is free again once it is done", .timeLimit(.minutes(1)))
  func late() async throws {
    let lanes = LintLanes(lanes: 1, patience: .milliseconds(100))
    try await HeldLanes.hold(lanes) { _ in
      let error = await #expect(throws: LintDelay.self) { try await lanes.run { 1 } }
      #expect(error == .late(.milliseconds(100)))
      #expect(
        error?.description
          == "the plan was not checked within 100ms; ask again, and make its SQL simpler if that does not help")
      #expect(lanes.waiting == 0)
    }
    #expect(try await lanes.run { 2 } == 2)
  }

  @Test("is given up by whoever goes away", .timeLimit(.minutes(1)))
  func cancelled() async throws {
    let lanes = LintLanes(lanes: 1)
    try await HeldLanes.hold(lanes) { _ in
      await withTaskGroup(of: LintDelay?.self) { group in
        group.addTask {
          do throws(LintDelay) { return try await lanes.run { nil } } catch { return error }
        }
        while lanes.waiting == 0 { await Task.yield() }
        group.cancelAll()
        #expect(await group.next() == .cancelled)
      }
      #expect(lanes.waiting == 0)
    }
  }
}

private final class Flag: Sendable {
  private let state = Mutex(false)
  var isSet: Bool { state.withLock { $0 } }
  func set() { state.withLock { $0 = true } }
}
