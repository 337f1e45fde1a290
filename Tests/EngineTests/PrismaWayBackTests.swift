import Foundation
import MigrationLint
import MigrationPhases
import MigrationPlan
import Testing
import ThrowawayPostgreSQL

@testable import MigrationEngine

@Suite("The way back that is written for a folder of Prisma")
struct PrismaWayBackTests {
  private static let folder = "20261127120000_many_things"
  private static let added = """
    CREATE TYPE "Mood" AS ENUM ('fine', 'so so');
    CREATE TABLE "Tag" ("id" SERIAL PRIMARY KEY, "note" INTEGER);
    CREATE TABLE "Note" ("id" SERIAL PRIMARY KEY, "tag" INTEGER);
    CREATE INDEX "Note_tag" ON "Note" ("tag");
    ALTER TABLE "Tag" ADD CONSTRAINT "Tag_note_fkey" FOREIGN KEY ("note") REFERENCES "Note" ("id");
    ALTER TABLE "Note" ADD CONSTRAINT "Note_tag_fkey" FOREIGN KEY ("tag") REFERENCES "Tag" ("id");
    ALTER TABLE "customer" ADD COLUMN "mood" "Mood" NOT NULL DEFAULT 'fine', ADD COLUMN "nick" TEXT;
    ALTER TABLE "customer" ADD CONSTRAINT "customer_nick" CHECK ("nick" <> '') NOT VALID;
    CREATE VIEW "Nicks" AS SELECT "nick" FROM "customer";

    """

  /// The schema before, and after expand and its way back, and what became of expand.
  private func thereAndBack(_ script: String) async throws -> (before: [String], after: [String], RolloutState?) {
    let root = NSTemporaryDirectory() + "prisma-way-back-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: root) }
    let folder = "\(root)/\(Self.folder)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try script.write(toFile: "\(folder)/migration.sql", atomically: true, encoding: .utf8)
    let plan = try Plan.scaffold(name: "add-full-name", fromPrismaFolder: folder) { file, script in
      PostgreSQLWayBack.script(for: ScriptSource(file: file, text: script))
    }
    let shop = try await PostgreSQLShop(customers: 10)
    for database in shop.databases.values {
      try database.connect().run(
        """
        CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
          finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
          started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)
        """)
    }
    _ = try await shop.engine.register(plan, by: alice)
    let target = try #require(await shop.engine.topology.entries.first { $0.name == "s1" }?.target)
    let before = try await target.schema()
    try await shop.go(.expand, "s1")
    let expanded = try shop.state("s1")
    if expanded == .completed(.expand) { #expect(try await target.schema() != before) }
    try await shop.command(.rollback, "s1")
    await shop.work()
    #expect(try shop.state("s1") == .rolledBack, shop.words)
    return (before, try await target.schema(), expanded)
  }

  @Test("leads back to the schema there was, be it in one transaction or in parts")
  func whole() async throws {
    let index = "CREATE INDEX CONCURRENTLY \"customer_nick_idx\" ON \"customer\" (\"nick\");\n"
    for script in [Self.added, Self.added + index] {
      let (before, after, expanded) = try await thereAndBack(script)
      #expect(expanded == .completed(.expand))
      #expect(after == before)
    }
  }

  @Test("leads back from a script of which a part ran")
  func part() async throws {
    let fails = """
      ALTER TABLE "customer" ADD COLUMN "one" INTEGER NOT NULL DEFAULT 1;
      CREATE UNIQUE INDEX CONCURRENTLY "customer_one" ON "customer" ("one");
      CREATE TABLE "Never" ("id" INTEGER);

      """
    let (before, after, expanded) = try await thereAndBack(fails)
    #expect(expanded != .completed(.expand))
    #expect(after == before)
  }
}

extension PostgreSQLShop {
  /// Why it is as it is, for the messages of expectations.
  var words: Comment { Comment(rawValue: (try? detail("s1")) ?? "no detail") }
}
