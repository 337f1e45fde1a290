import MigrationPhases
import MigrationPlan
import MigrationSQLite
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("Verify queries and plans")
struct CheckingTests {
  @Test("a query that does not hold halts the phase with what was found; retry goes on once it holds")
  func verify() async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.verify["expand"] = "SELECT count(*) = 6 FROM Customer"
    try await shop.register(plan)
    try await shop.command(.advance(to: .expand))
    await shop.work()
    #expect(try shop.state() == .halted(.phase(.expand), .failed))
    #expect(try shop.rollout().detail == "verify: as it should be: expected one true value, found 0")
    #expect(try shop.rollout().completedAt == [:])
    try shop.ask("s1", "INSERT INTO Customer (FirstName, LastName) VALUES ('F6', 'L6')")
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .completed(.expand))
  }

  @Test("a plan that is wrong is refused with what is wrong, and that is on record")
  func wrongPlan() async throws {
    let shop = try await Shop(targets: Shop.one)
    let files = PlanFiles(shop.plan().files.files.filter { $0.path != "contract.sql" })
    let error = await #expect(throws: EngineError.self) { _ = try await shop.engine.register(files, by: alice) }
    guard case .invalidPlan(let findings)? = error else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    #expect(!findings.isEmpty)
    #expect(try shop.journal.read { try $0.migrations() }.isEmpty)
    #expect(try shop.journal.read { try $0.lastHistory() }?.event == "refused")
  }

  @Test("a plan that does not fit a database is refused before anything is kept")
  func misfit() async throws {
    let shop = try await Shop()
    try shop.ask("p1", "ALTER TABLE Customer ADD COLUMN full_name TEXT")
    let error = await #expect(throws: EngineError.self) { try await shop.register(shop.plan()) }
    guard case .invalidPlan(let findings)? = error else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    #expect(findings.first?.message.hasSuffix("duplicate column name: full_name (on p1)") == true, "\(findings)")
    #expect(try shop.journal.read { try $0.migrations() }.isEmpty)
  }

  @Test(
    "a plan whose contract gives no reason, or a placeholder for one, is not registered", arguments: ["<reason>", "ok"])
  func placeholder(reason: String) async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.reason = reason
    #expect(await shop.engine.check(plan.files).findings.map(\.rule) == ["contract-tag"])
    let error = await #expect(throws: EngineError.self) { try await shop.register(plan) }
    guard case .invalidPlan(let findings)? = error else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    #expect(findings.map(\.rule) == ["contract-tag"] && findings.first?.severity == .error)
    #expect(try Plan.read(plan.files).contractTag == .absent(file: "contract.sql"))
  }

  @Test("a name is taken once, whatever the second plan says")
  func taken() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    var other = shop.plan()
    other.wait = "1d"
    let error = await #expect(throws: EngineError.self) { try await shop.register(other) }
    guard case .alreadyRegistered("add-full-name", _)? = error else {
      Issue.record("it was \(String(describing: error))")
      return
    }
  }

  @Test("a plan that was altered in the journal starts nothing, not even the way back")
  func alteredPlan() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try await shop.command(.rollback)
    let journal = try SQLiteConnection(path: shop.stateFolder + "/journal.sqlite", mode: .readWrite)
    try journal.run("DROP TRIGGER plan_file_never_changes")
    try journal.run("UPDATE plan_file SET content = CAST('DROP TABLE Customer;' AS BLOB) WHERE path = 'back.sql'")
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .expand), .gatesUnmet))
    #expect(try shop.rollout().detail?.contains("migratectl audit verify") == true)
    #expect(try shop.columns("s1") == "id FirstName LastName full_name")
  }

  @Test("a plan that cannot be read any more in the journal stops nobody else")
  func unreadablePlan() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    let journal = try SQLiteConnection(path: shop.stateFolder + "/journal.sqlite", mode: .readWrite)
    try journal.run("DROP TRIGGER plan_file_never_changes")
    try journal.run("UPDATE plan_file SET content = CAST('name: [' AS BLOB) WHERE path = 'migration.yaml'")
    try await shop.restart()
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: nil)) }
    guard case .invalidPlan? = error else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    #expect(shop.engine.failure == nil)
    #expect(try shop.state() == .planned)
  }

  @Test("consent of the one who registered does not count, nor an empty claim, nor an unknown item")
  func consents() async throws {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    let own = await #expect(throws: EngineError.self) {
      _ = try await shop.engine.approve(.expand, migration: "add-full-name", target: "p1", comment: nil, by: alice)
    }
    guard case .ownPlan("add-full-name", "alice")? = own else {
      Issue.record("it was \(String(describing: own))")
      return
    }
    for (item, evidence) in [("backup", "  "), ("coffee", "made")] {
      await #expect(throws: EngineError.self) {
        _ = try await shop.engine.signOff(
          item, migration: "add-full-name", target: "p1", evidence: evidence, expiresIn: nil, by: alice)
      }
    }
    #expect(try shop.journal.read { try $0.approvals(ofRollout: 2) }.isEmpty)
    #expect(try shop.journal.read { try $0.signOffs(ofRollout: 2) }.isEmpty)
  }
}
