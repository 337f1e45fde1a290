import MigrationPhases
import MigrationPlan
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("The main job on PostgreSQL")
struct PostgreSQLJobTests {
  @Test("a migration goes all the way, on staging first and production after, while the application writes")
  func mainJob() async throws {
    let shop = try await PostgreSQLShop(customers: 2_000)
    let registration = try await shop.engine.register(try shop.plan(), by: alice)
    #expect(registration.rollouts.map(\.target) == ["s1", "p1"])
    let application = try #require(shop.databases["p1"]).connect()
    var next = 10_000
    for phase in Phase.allCases {
      for target in ["s1", "p1"] {
        try await shop.go(phase, target)
        let detail = try shop.detail(target) ?? ""
        #expect(try shop.state(target) == .completed(phase), "\(detail)")
      }
      if phase != .contract {
        next += 1
        try application.run("INSERT INTO customer VALUES (\(next), 'F\(next)', 'L\(next)')")
      }
    }
    for (target, rows) in [("s1", "2000"), ("p1", "2003")] {
      let database = try #require(shop.databases[target])
      #expect(try database.value("SELECT count(*) FROM customer WHERE full_name = 'F' || id || ' L' || id") == rows)
      #expect(
        try database.value(
          "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute "
            + "WHERE attrelid = 'customer'::regclass AND attnum > 0 AND NOT attisdropped") == "id full_name")
    }
    let steps = try shop.journal.read { try $0.allSteps(ofRollout: 2) }
    let points = steps.filter { $0.name == "restore point" && $0.status == .done }
    // This plan's switch has no step.
    let phases: [Phase] = [.expand, .backfill, .contract]
    #expect(points.map(\.activity) == phases.map { Activity.phase($0) })
    for (point, phase) in zip(points, phases) {
      let detail = point.detail ?? ""
      #expect(detail.hasPrefix("postgresql: before-\(phase.rawValue)-add-full-name-"), "\(detail)")
      #expect(detail.contains(": timeline 1, LSN "), "\(detail)")
    }
    // While a phase was under way nobody else could be at the database; now it is free.
    let database = try #require(shop.databases["p1"])
    #expect(try database.value("SELECT fence > 0 FROM migrated.lease") == "t")
    let held = """
      SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND d.datname = current_database()
      """
    // The server ends a session a moment after its client closed it.
    for _ in 0..<2_000 where try database.value(held) != "0" { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try database.value(held) == "0")
  }

  @Test("a rollback takes everything back", arguments: [Phase.expand, .backfill])
  func rollback(_ phase: Phase) async throws {
    let shop = try await PostgreSQLShop(customers: 100)
    _ = try await shop.engine.register(try shop.plan(), by: alice)
    for next in [Phase.expand, .backfill].prefix(phase == .expand ? 1 : 2) { try await shop.go(next, "s1") }
    #expect(try shop.state("s1") == .completed(phase))
    try await shop.command(.rollback, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .rolledBack)
    let database = try #require(shop.databases["s1"])
    #expect(try database.value("SELECT count(*) FROM pg_attribute WHERE attname = 'full_name'") == "0")
    #expect(try database.value("SELECT count(*) FROM pg_proc WHERE proname = 'customer_full_name'") == "0")
  }

  @Test("who keeps a lock is named, nothing is applied, and retry goes on")
  func locked() async throws {
    let shop = try await PostgreSQLShop(customers: 10)
    _ = try await shop.engine.register(try shop.plan(), by: alice)
    let holder = try #require(shop.databases["s1"]).connect()
    try holder.run("BEGIN; LOCK TABLE customer")
    try await shop.go(.expand, "s1")
    #expect(try shop.state("s1") == .halted(.phase(.expand), .failed))
    let detail = try shop.detail("s1") ?? ""
    #expect(detail.contains("\(holder.backend)"), "\(detail)")
    try holder.run("ROLLBACK")
    try await shop.command(.retry, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .completed(.expand))
  }

  @Test("a plan for SQLite is refused where the databases are PostgreSQL's")
  func otherEngine() async throws {
    let shop = try await PostgreSQLShop(customers: 1)
    let error = await #expect(throws: EngineError.self) {
      _ = try await shop.engine.register(try Plan.scaffold(name: "add-full-name"), by: alice)
    }
    guard case .invalidPlan(let findings)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      findings.map(\.description) == [
        """
        migration.yaml: error: targets: the plan is for SQLite, and the group 'shop' has s1, p1 of PostgreSQL \
        [other-engine]
          hint: write `engine: postgresql` with SQL for it, or name a group of SQLite databases
        """
      ])
  }
}
