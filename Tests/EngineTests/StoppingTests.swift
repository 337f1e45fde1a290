import MigrationPhases
import MigrationSQLite
import MigrationStore
import Testing

@testable import MigrationEngine

/// A statement that never ends by itself is under way while others want it to stop.
@Suite("A runaway statement")
struct StoppingTests {
  /// Not on an empty copy of the schema, so that lint lets it pass.
  private static let endless =
    "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i > Customer.id)"

  enum Stop: String, CaseIterable, Sendable { case pause, freeze, rollback, shutdown }

  /// Works until the statement runs, stops it, and expects the worker to come back soon.
  private func stop(_ shop: Shop, by stop: Stop) async throws {
    let worker = shop.worker
    let clock = ContinuousClock()
    var stopped = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = await worker.runOne() }
      try await shop.until { shop.isUnderWay }
      stopped = clock.now
      switch stop {
      case .pause: try await shop.command(.pause)
      case .freeze: _ = try await shop.engine.freeze(reason: "stop", by: bob)
      case .rollback: try await shop.command(.rollback)
      case .shutdown: await shop.engine.stop()
      }
      try await group.waitForAll()
    }
    #expect(clock.now - stopped < .seconds(10))
    #expect(shop.errors.now == 0)
  }

  private func shop(_ plan: (inout SamplePlan) -> Void, upTo phase: Phase?) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    var sample = shop.plan()
    plan(&sample)
    try await shop.register(sample)
    if let phase { try await shop.reach(phase) }
    shop.clock.pass(days: 15)
    return shop
  }

  @Test("of expand is taken back", .timeLimit(.minutes(1)), arguments: Stop.allCases)
  func expand(_ kind: Stop) async throws {
    let shop = try await shop(
      { plan in
        plan.more["expand.sql"] =
          "CREATE TABLE names (n INTEGER);\nINSERT INTO names SELECT \(Self.endless) FROM Customer;\n"
        plan.more["back.sql"] = "DROP TABLE names;\n"
      }, upTo: nil)
    try await shop.command(.advance(to: .expand))
    try await stop(shop, by: kind)
    let expected: RolloutState =
      switch kind {
      case .pause: .paused(.expand)
      case .freeze: .halted(.phase(.expand), .stopped)
      case .rollback: .queued(.rollback(of: .expand))
      case .shutdown: .queued(.phase(.expand))
      }
    #expect(try shop.state() == expected)
    #expect(try shop.columns("s1") == "id FirstName LastName")
    #expect(try shop.ask("s1", "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated%'") == "0")
    #expect(try shop.lastStep?.detail == "stopped on the way")
    if kind == .rollback {
      await shop.work()
      #expect(try shop.state() == .rolledBack)
    }
  }

  @Test("of contract is taken back when the daemon stops, and nobody has to resolve anything", .timeLimit(.minutes(1)))
  func contract() async throws {
    let shop = try await shop(
      { $0.more = ["contract.sql": "DELETE FROM Customer WHERE \(Self.endless) = 1;\n"] }, upTo: .switch)
    try await shop.command(.advance(to: .contract))
    try await stop(shop, by: .shutdown)
    #expect(try shop.state() == .queued(.phase(.contract)))
    #expect(try shop.columns("s1") == "id FirstName LastName full_name")
  }

  @Test("of the way back is taken back when the daemon stops", .timeLimit(.minutes(1)))
  func undo() async throws {
    let shop = try await shop(
      { plan in
        plan.more["expand.sql"] = "CREATE TABLE names (n INTEGER);\n"
        plan.more["back.sql"] = "INSERT INTO names SELECT \(Self.endless) FROM Customer;\nDROP TABLE names;\n"
      }, upTo: .expand)
    try await shop.command(.rollback)
    try await stop(shop, by: .shutdown)
    #expect(try shop.state() == .queued(.rollback(of: .expand)))
    #expect(try shop.columns("s1") == "id FirstName LastName full_name")
  }

  @Test("of a batch is taken back", .timeLimit(.minutes(1)), arguments: Stop.allCases)
  func batch(_ kind: Stop) async throws {
    let shop = try await shop({ _ in }, upTo: .expand)
    try shop.ask(
      "s1", "CREATE TRIGGER slow BEFORE UPDATE ON Customer BEGIN SELECT \(Self.endless) FROM Customer; END")
    try await shop.command(.advance(to: .backfill))
    try await stop(shop, by: kind)
    #expect(try shop.state().shape != .running)
    #expect(try shop.ask("s1", "SELECT count(full_name) FROM Customer") == "0")
    try shop.ask("s1", "DROP TRIGGER slow")
  }

  @Test("of a query is interrupted", .timeLimit(.minutes(1)), arguments: [Stop.pause, .shutdown])
  func query(_ kind: Stop) async throws {
    let query = "SELECT count(*) > 0 FROM Customer WHERE \(Self.endless) > 0"
    let verified = try await shop({ $0.verify = ["expand": query] }, upTo: nil)
    try await verified.command(.advance(to: .expand))
    try await stop(verified, by: kind)
    #expect(try verified.state() == (kind == .pause ? .paused(.expand) : .queued(.phase(.expand))))

    let counted = try await shop({ $0.remaining = query }, upTo: .expand)
    try await counted.command(.advance(to: .backfill))
    try await stop(counted, by: kind)
    #expect(try counted.state() == (kind == .pause ? .paused(.backfill) : .queued(.phase(.backfill))))
  }

  @Test("of a gate keeps no daemon from stopping, and leaves the phase queued", .timeLimit(.minutes(1)))
  func gate() async throws {
    let shop = try await shop({ _ in }, upTo: .backfill)
    try await shop.command(.advance(to: .switch))
    // What a gate of switch counts is now a view that never ends.
    try shop.ask("s1", "ALTER TABLE Customer RENAME TO Person")
    try shop.ask(
      "s1",
      """
      CREATE VIEW Customer AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
      SELECT i AS id, 'F' AS FirstName, 'L' AS LastName, 'F L' AS full_name FROM n
      """)
    let worker = shop.worker
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = await worker.runOne() }
      while await shop.engine.active.isEmpty { await Task.yield() }
      await shop.engine.stop()
      try await group.waitForAll()
    }
    #expect(try shop.state() == .queued(.phase(.switch)))
  }
}

extension Shop {
  var lastStep: StepRecord? {
    get throws { try journal.read { reader in try reader.allSteps(ofRollout: 1).last } }
  }

  /// A step has begun, and its statement runs: it keeps the lock, or it asks and the step before it is done.
  fileprivate var isUnderWay: Bool {
    guard let step = try? lastStep, step.status == .intended, (try? state().shape) == .running else { return false }
    if step.name.hasPrefix("verify") || step.name == "no row left" { return true }
    do { try lock("s1").run("ROLLBACK") } catch { return true }
    return false
  }
}
