import MigrationPhases
import MigrationPlan
import Testing
import ThrowawayPostgreSQL

@testable import MigrationEngine

@Suite("Folders of Prisma")
struct PrismaJobTests {
  private static let names = ["20261127120000_add_full_name", "20270101120000_drop_names"]
  private static let rows = """
    SELECT string_agg(concat_ws(' ', migration_name, applied_steps_count, finished_at IS NOT NULL, rolled_back_at IS NULL),
      ', ' ORDER BY started_at) FROM _prisma_migrations
    """

  private func shop() async throws -> PostgreSQLShop {
    let shop = try await PostgreSQLShop(customers: 10)
    for database in shop.databases.values {
      try database.connect().run(
        """
        CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
          finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
          started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)
        """)
    }
    _ = try await shop.engine.register(Self.plan, by: alice)
    return shop
  }

  @Test("go on record with expand and with contract, each in its phase")
  func mainJob() async throws {
    let shop = try await shop()
    let database = try #require(shop.databases["s1"])
    for phase in Phase.allCases {
      try await shop.go(phase, "s1")
      let detail = try shop.detail("s1") ?? ""
      #expect(try shop.state("s1") == .completed(phase), "\(detail)")
      if phase == .switch { #expect(try database.value(Self.rows) == "\(Self.names[0]) 1 t t") }
    }
    #expect(try database.value(Self.rows) == Self.names.map { "\($0) 1 t t" }.joined(separator: ", "))
  }

  @Test("are marked as rolled back with the way back")
  func rollback() async throws {
    let shop = try await shop()
    try await shop.go(.expand, "s1")
    try await shop.command(.rollback, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .rolledBack)
    let database = try #require(shop.databases["s1"])
    #expect(try database.value(Self.rows) == "\(Self.names[0]) 1 t f")
  }

  @Test("get what comes before them on record where the plan says so and the database has none")
  func baseline() async throws {
    let shop = try await PostgreSQLShop(customers: 10)
    let files = Self.plan.files.map { file in
      guard file.path == Plan.fileName else { return file }
      let text = String(decoding: file.bytes, as: UTF8.self)
      return PlanFile(
        path: file.path,
        text: text.replacing("rollback: back.sql", with: "prismaBaseline: [0_init], rollback: back.sql"))
    }
    let earlier = PlanFile(path: "0_init/migration.sql", text: "CREATE TABLE \"customer\" (\"id\" BIGINT);\n")
    _ = try await shop.engine.register(PlanFiles(files + [earlier]), by: alice)
    for phase in Phase.allCases { try await shop.go(phase, "s1") }
    let detail = try shop.detail("s1") ?? ""
    #expect(try shop.state("s1") == .completed(.contract), "\(detail)")
    let database = try #require(shop.databases["s1"])
    #expect(
      try database.value(Self.rows)
        == (["0_init 0 t t"] + Self.names.map { "\($0) 1 t t" }).joined(separator: ", "))
    let rollout = try #require(try shop.journal.read { try $0.rollout(migration: PostgreSQLShop.usual, target: "s1") })
    let details = try shop.journal.read { try $0.allSteps(ofRollout: rollout.id) }.compactMap(\.detail)
    #expect(
      details.contains {
        $0.hasSuffix("with the plan's expand.prismaBaseline as applied and not run: 0_init")
      }, "\(details)")
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
        expand: { prisma: \(names[0]), rollback: back.sql }
        contract: { after: 14d, prisma: \(names[1]) }

        """),
    PlanFile(
      path: "\(names[0])/migration.sql",
      text: "-- AlterTable\nALTER TABLE \"customer\" ADD COLUMN \"full_name\" TEXT;\n"),
    PlanFile(path: "back.sql", text: "ALTER TABLE customer DROP COLUMN full_name;\n"),
    PlanFile(
      path: "\(names[1])/migration.sql",
      text: "-- contract-phase-ok: every release since v2 reads full_name\n"
        + "ALTER TABLE \"customer\" DROP COLUMN \"first_name\", DROP COLUMN \"last_name\";\n"),
  ])
}
