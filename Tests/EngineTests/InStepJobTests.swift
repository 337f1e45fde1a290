import MigrationPhases
import MigrationPlan
import Testing
import ThrowawayPostgreSQL

@testable import MigrationEngine

@Suite("Columns kept in step")
struct InStepJobTests {
  private static let both = """
    keepInStep: true, reverse: { FirstName: "substr(full_name, 1, instr(full_name, ' ') - 1)", \
    LastName: "substr(full_name, instr(full_name, ' ') + 1)" }
    """
  static let kinds = ["keepInStep: true", both]
  private static let own = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated_in_step%'"
  private static let names = "SELECT group_concat(full_name) FROM (SELECT full_name FROM Customer ORDER BY id)"

  @Test(
    "what old and new releases write from expand until contract is whole for both",
    arguments: kinds)
  func mainJob(keys: String) async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.inStep = keys
    try await shop.register(plan)
    try await shop.reach(.expand)
    try shop.ask("s1", "INSERT INTO Customer (FirstName, LastName) VALUES ('F6', 'L6')")
    try shop.ask("s1", "UPDATE Customer SET LastName = 'M1' WHERE id = 1")
    #expect(try shop.ask("s1", Self.names) == "F1 M1,F6 L6")
    try await shop.reach(.switch)
    if keys == Self.both {
      try shop.ask("s1", "UPDATE Customer SET full_name = 'A B' WHERE id = 2")
      #expect(try shop.ask("s1", "SELECT FirstName || LastName FROM Customer WHERE id = 2") == "AB")
      try shop.ask("s1", "UPDATE Customer SET full_name = 'F2 L2' WHERE id = 2")
    }
    try await shop.reach(.contract)
    let detail = try shop.rollout().detail ?? ""
    #expect(try shop.state() == .completed(.contract), "\(detail)")
    #expect(try shop.ask("s1", Self.names).hasPrefix("F1 M1,F2 L2,F3 L3,F4 L4,F5 L5,F6 L6"))
    #expect(try shop.ask("s1", Self.own) == "0")
    let steps = try shop.journal.read { try $0.allSteps(ofRollout: 1) }
    #expect(steps.filter { $0.name == "keep in step" && $0.status == .done }.count == 2)
  }

  @Test("a rollback takes the triggers away, and they are nobody else's", arguments: [Phase.expand, .backfill])
  func rollback(_ phase: Phase) async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.inStep = Self.both
    try await shop.register(plan)
    try await shop.reach(phase)
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.ask("s1", Self.own) == "0")
    #expect(try shop.columns("s1") == "id FirstName LastName")
  }

  @Test("an expression that the database does not understand is refused when the plan is checked")
  func wrongReverse() async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.inStep = "keepInStep: true, reverse: { FirstName: absent || full_name }"
    let findings = await shop.engine.check(plan.files).findings
    #expect(
      findings.map(\.message).contains("reverse of FirstName: SQLite says: no such column: absent"), "\(findings)")
  }

  @Test(
    "a trigger that somebody dropped is a gate that does not hold, and backfill and switch are refused",
    arguments: [Phase.backfill, .switch])
  func refused(_ phase: Phase) async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.inStep = "keepInStep: true"
    try await shop.register(plan)
    let before: Phase = phase == .backfill ? .expand : .backfill
    try await shop.reach(before)
    try await shop.provide(for: phase)
    #expect(try await shop.engine.why(migration: "add-full-name", target: "s1").gates.allSatisfy(\.holds))
    try shop.ask("s1", "DROP TRIGGER \"migrated_in_step_add-full-name.updated\"")
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: phase)) }
    #expect(error?.unmet == ["inStep "])
    #expect(try shop.state() == .completed(before))
    let gates = try await shop.engine.why(migration: "add-full-name", target: "s1").gates
    #expect(
      gates.filter { !$0.holds }.map(\.message) == [
        "Customer lacks the trigger migrated_in_step_add-full-name.updated, which keeps its columns in step"
      ])
  }

  @Test(
    "one that is dropped after it was asked for halts them before they begin",
    arguments: [Phase.backfill, .switch])
  func dropped(before phase: Phase) async throws {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.inStep = "keepInStep: true"
    try await shop.register(plan)
    try await shop.reach(phase == .backfill ? .expand : .backfill)
    try await shop.provide(for: phase)
    try await shop.command(.advance(to: phase))
    try shop.ask("s1", "DROP TRIGGER \"migrated_in_step_add-full-name.updated\"")
    await shop.work()
    #expect(try shop.state() == .halted(.phase(phase), .gatesUnmet))
    #expect(
      try shop.rollout().detail == "Customer lacks the trigger migrated_in_step_add-full-name.updated, "
        + "which keeps its columns in step")
    #expect(shop.deployed == [])
  }

  @Test("the same on PostgreSQL, while the application writes")
  func postgresql() async throws {
    let shop = try await PostgreSQLShop(customers: 500)
    _ = try await shop.engine.register(Self.plan, by: alice)
    let application = try #require(shop.databases["s1"]).connect()
    for phase in Phase.allCases {
      try await shop.go(phase, "s1")
      let detail = try shop.detail("s1") ?? ""
      #expect(try shop.state("s1") == .completed(phase), "\(detail)")
      switch phase {
      case .expand: try application.run("INSERT INTO customer VALUES (501, 'F501', 'L501')")
      case .backfill: try application.run("UPDATE customer SET last_name = 'X' WHERE id = 1")
      case .switch: try application.run("UPDATE customer SET full_name = 'A B' WHERE id = 2")
      case .contract: break
      }
      if phase == .switch {
        let old = "SELECT first_name || last_name FROM customer WHERE id = 2"
        #expect(try application.value(old) == "AB")
      }
    }
    #expect(try application.value("SELECT count(*) FROM customer WHERE full_name = 'F' || id || ' L' || id") == "499")
    #expect(try application.value("SELECT full_name FROM customer WHERE id = 1") == "F1 X")
    let database = try #require(shop.databases["s1"])
    #expect(try database.value("SELECT count(*) FROM pg_proc WHERE proname LIKE 'in_step%'") == "0")
  }

  private static let plan = PlanFiles([
    PlanFile(
      path: Plan.fileName,
      text: """
        name: add-full-name
        description: Customers get one column for their full name
        owner: shop
        targets: shop
        engine: postgresql
        schemaVersion: 2
        expand: { sql: expand.sql, rollback: back.sql }
        backfill:
          update:
            table: customer
            set: { full_name: "first_name || ' ' || last_name" }
            where: full_name IS NULL
            keepInStep: true
            reverse:
              first_name: split_part(full_name, ' ', 1)
              last_name: split_part(full_name, ' ', 2)
          remaining: SELECT count(*) FROM customer WHERE full_name IS NULL
        contract: { after: 14d, sql: contract.sql }

        """),
    PlanFile(path: "expand.sql", text: "ALTER TABLE customer ADD COLUMN full_name text;\n"),
    PlanFile(path: "back.sql", text: "ALTER TABLE customer DROP COLUMN full_name;\n"),
    PlanFile(
      path: "contract.sql",
      text: "-- contract-phase-ok: every release since v2 reads full_name\n"
        + "ALTER TABLE customer DROP COLUMN first_name, DROP COLUMN last_name;\n"),
  ])
}
