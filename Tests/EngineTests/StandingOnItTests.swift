import MigrationPhases
import MigrationPlan
import Testing

@testable import MigrationEngine

@Suite("A rollback of what others have built on")
struct StandingOnItTests {
  /// Customers' notes; and what a younger plan builds on them.
  private func shop(_ expand: String, back: String) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.more["expand.sql"] = "CREATE TABLE Note (id INTEGER PRIMARY KEY, body TEXT);\n"
    plan.more["back.sql"] = "DROP TABLE Note;\n"
    try await shop.register(plan)
    try await shop.reach(.expand)
    let text = """
      name: younger
      description: Builds on what another plan made
      owner: shop
      targets: shop
      schemaVersion: 3
      expand: { sql: expand.sql, rollback: back.sql }
      """
    _ = try await shop.engine.register(
      PlanFiles([
        PlanFile(path: Plan.fileName, text: text), PlanFile(path: "expand.sql", text: expand),
        PlanFile(path: "back.sql", text: back),
      ]), by: alice)
    return shop
  }

  private func column() async throws -> Shop {
    try await shop("ALTER TABLE Note ADD COLUMN author TEXT;", back: "ALTER TABLE Note DROP COLUMN author;")
  }

  private static let others =
    "it would take away what this plan's expand did not make: column Note.author"

  @Test("is refused and changes nothing, until the younger one is rolled back")
  func refused() async throws {
    let shop = try await column()
    try await shop.command(.advance(to: .expand), of: "younger")
    await shop.work()
    let error = await #expect(throws: EngineError.self) { try await shop.command(.rollback) }
    #expect(error?.refusal == .othersStandOnIt([Self.others]))
    #expect(try shop.journal.read { try $0.lastHistory() }?.detail.contains("othersStandOnIt") == true)
    #expect(try shop.state() == .completed(.expand))
    try await shop.command(.rollback, of: "younger")
    await shop.work()
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.ask("s1", "SELECT count(*) FROM sqlite_schema WHERE name = 'Note'") == "0")
    #expect(try await shop.verification.verify().isSound)
  }

  @Test("halts where it was asked for before the younger one came, with nothing undone")
  func overtaken() async throws {
    let shop = try await column()
    try await shop.command(.advance(to: .expand), of: "younger")
    let claim = try #require(try await shop.engine.claim())
    try await shop.command(.rollback)
    let younger = Performance(
      claim: claim, engine: shop.engine, places: shop.worker.places, runCommand: shop.worker.runCommand)
    try await shop.engine.end(claim, try await younger.end())
    #expect(try shop.state(of: "younger") == .completed(.expand))
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .expand), .failed))
    #expect(
      try shop.rollout().detail
        == "others have built on what it made: \(Self.others); roll back first what came after it, or take that away "
        + "by hand if nobody needs it")
    #expect(try shop.ask("s1", "SELECT count(*) FROM sqlite_schema WHERE name = 'Note'") == "1")
    try await shop.command(.rollback, of: "younger")
    await shop.work()
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
  }

  @Test(
    "is refused where a view, an index or a foreign key would break",
    arguments: [
      ("CREATE VIEW Bodies AS SELECT body FROM Note;", "DROP VIEW Bodies;"),
      ("CREATE INDEX CustomerName ON Customer (full_name);", "DROP INDEX CustomerName;"),
      ("CREATE TABLE Line (note INTEGER REFERENCES Note);", "DROP TABLE Line;"),
    ])
  func broken(_ expand: String, _ back: String) async throws {
    let shop = try await shop(expand, back: back)
    try await shop.command(.advance(to: .expand), of: "younger")
    await shop.work()
    #expect(try shop.state(of: "younger") == .completed(.expand))
    let error = await #expect(throws: EngineError.self) { try await shop.command(.rollback) }
    guard case .othersStandOnIt? = error?.refusal else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try shop.state() == .completed(.expand))
  }

  @Test("goes its way where the younger one is about something else")
  func unrelated() async throws {
    let shop = try await shop(
      "ALTER TABLE Customer ADD COLUMN nick TEXT;", back: "ALTER TABLE Customer DROP COLUMN nick;")
    try await shop.command(.advance(to: .expand), of: "younger")
    await shop.work()
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.state(of: "younger") == .completed(.expand))
    #expect(try shop.columns("s1") == "id FirstName LastName nick")
  }
}
