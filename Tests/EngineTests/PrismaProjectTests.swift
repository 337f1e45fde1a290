import MigrationPhases
import MigrationPlan
import Testing
import ThrowawayPostgreSQL

@testable import MigrationEngine

@Suite("A Prisma project of ten folders")
struct PrismaProjectTests {
  private let project = PrismaProject()

  /// A staging database without a table, where every folder is a migration, `p1` to `p10`.
  private func shop() async throws -> (PostgreSQLShop, Database) {
    let shop = try await PostgreSQLShop(customers: 1)
    for database in shop.databases.values { try database.connect().run("DROP TABLE customer") }
    for (index, folder) in project.folders.enumerated() {
      _ = try await shop.engine.register(folder.plan("p\(index + 1)", version: index + 2), by: alice)
    }
    return (shop, try #require(shop.databases["s1"]))
  }

  private func expand(_ migration: String, in shop: PostgreSQLShop) async throws -> RolloutState? {
    try await shop.command(.advance(to: .expand), "s1", of: migration)
    await shop.work()
    return try shop.state("s1", of: migration)
  }

  /// A row as the facts about Prisma have it: identifier, checksum, name, logs, the three times, and the count.
  private func row(_ name: String, _ checksum: String, logs: String? = nil, finished: Bool, rolledBack: Bool) -> String
  {
    let words = [
      "uuid", checksum, name, logs ?? "NULL", "started", finished ? "finished" : "NULL",
      rolledBack ? "rolled back" : "NULL", finished ? "1" : "0",
    ]
    return words.joined(separator: "|")
  }

  private static let rows = """
    SELECT string_agg(concat_ws('|',
      CASE WHEN id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' THEN 'uuid' ELSE id END,
      checksum, migration_name, coalesce(split_part(logs, ';', 1), 'NULL'),
      CASE WHEN started_at <= now() THEN 'started' ELSE 'later' END,
      CASE WHEN finished_at >= started_at THEN 'finished' ELSE coalesce(CAST(finished_at AS text), 'NULL') END,
      CASE WHEN rolled_back_at >= started_at THEN 'rolled back' ELSE coalesce(CAST(rolled_back_at AS text), 'NULL') END,
      applied_steps_count), E'\\n' ORDER BY started_at) FROM _prisma_migrations
    """

  /// By the server, whose SHA-256 is not ours.
  private func checksum(_ folder: PrismaProject.Folder, in database: Database) throws -> String {
    let hex = folder.script.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return try #require(try database.value("SELECT encode(sha256(decode('\(hex)', 'hex')), 'hex')"))
  }

  @Test("is applied as the CLI would have it, and a folder edited afterwards is refused")
  func whole() async throws {
    let (shop, database) = try await shop()
    #expect(project.folders.count == 10)
    var expected: [String] = []
    for (index, folder) in project.folders.enumerated() {
      let (migration, checksum) = ("p\(index + 1)", try checksum(folder, in: database))
      switch folder.name {
      case PrismaProject.failing:
        try database.connect().run(
          "INSERT INTO \"User\" (email, name) VALUES ('a@example.org', 'Ann'), ('b@example.org', 'Ann')")
        #expect(try await expand(migration, in: shop)?.isHalted == true)
        let logs =
          "prisma/migrations/\(folder.name)/migration.sql:5:1: could not create unique index \"User_name_key\""
        let failed = try database.value(Self.rows)?.split(separator: "\n").last.map(String.init) ?? ""
        #expect(failed.hasPrefix("uuid|\(checksum)|\(folder.name)|\(logs)"), "\(failed)")
        #expect(failed.hasSuffix("|started|NULL|NULL|0"), "\(failed)")
        try await shop.command(.rollback, "s1", of: migration)
        await shop.work()
        #expect(try shop.state("s1", of: migration) == .rolledBack)
        expected.append(failed.replacing("|started|NULL|NULL|0", with: "|started|NULL|rolled back|0"))
      case PrismaProject.mended:
        try database.connect().run("ALTER TABLE \"Post\" ADD COLUMN \"score\" TEXT")
        #expect(try await expand(migration, in: shop)?.isHalted == true)
        let failed = try database.value(Self.rows)?.split(separator: "\n").last.map(String.init) ?? ""
        #expect(failed.contains("column \"score\" of relation \"Post\" already exists"), "\(failed)")
        try database.connect().run("ALTER TABLE \"Post\" DROP COLUMN \"score\"")
        try await shop.command(.retry, "s1", of: migration)
        await shop.work()
        #expect(try shop.state("s1", of: migration) == .completed(.expand))
        expected.append(failed.replacing("|started|NULL|NULL|0", with: "|started|NULL|rolled back|0"))
        expected.append(row(folder.name, checksum, finished: true, rolledBack: false))
      default:
        let state = try await expand(migration, in: shop)
        let detail = try shop.detail("s1", of: migration) ?? ""
        #expect(state == .completed(.expand), "\(folder.name): \(detail)")
        expected.append(row(folder.name, checksum, finished: true, rolledBack: false))
      }
      #expect(try database.value(Self.rows) == expected.joined(separator: "\n"))
    }
    #expect(expected.count == 11)
    try await refuseEdited(in: shop, database)
    #expect(try database.value(Self.rows) == expected.joined(separator: "\n"))
  }

  private func refuseEdited(in shop: PostgreSQLShop, _ database: Database) async throws {
    var edited = project.folders[1]
    edited.script.replace("TEXT", with: "VARCHAR(80)")
    _ = try await shop.engine.register(edited.plan("edited", version: 12), by: alice)
    #expect(try await expand("edited", in: shop)?.isHalted == true)
    let checksums = try [project.folders[1], edited].map { try checksum($0, in: database).prefix(12) }
    #expect(
      try shop.detail("s1", of: "edited")?.contains(
        "has \(edited.name) with the checksum \(checksums[0]), the plan's is \(checksums[1]): the folder was edited "
          + "afterwards; take the one that was applied, or make a new folder") == true)
    #expect(
      try database.value(
        "SELECT data_type FROM information_schema.columns WHERE table_name = 'User' AND column_name = 'name'") == "text"
    )
  }
}

extension RolloutState {
  fileprivate var isHalted: Bool { if case .halted = self { true } else { false } }
}
