import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct PrismaProgramTests {
  private static let name = "20261127120000_add_full_name"
  private static let checksum = String(repeating: "5a", count: 32)
  private static let companions = ScriptCompanions(prisma: PrismaMigration(name: name, checksums: [checksum]))
  private static let table = """
    CREATE TABLE people (id int PRIMARY KEY, name text);
    CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL,
      finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
    """
  private static let intents = "SELECT count(*) FROM migrated.intent"

  private func expect(_ target: PostgreSQLTarget) async throws -> PrismaProgramStart {
    try await target.expectProgram(with: Self.companions, as: step(.expand), tied: tie)
  }

  private func prove(_ target: PostgreSQLTarget) async throws -> PrismaProgramEnd {
    try await target.proveProgram(with: Self.companions, as: step(.expand), raisingTo: 2, tied: tie)
  }

  private func begin(_ database: Database) throws {
    try database.connect().run(
      "INSERT INTO _prisma_migrations VALUES ('a', '\(Self.checksum)', NULL, '\(Self.name)', NULL, NULL, now(), 0)")
  }

  private func finish(_ database: Database) throws {
    try database.connect().run("UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1")
  }

  @Test func `a program may be expected again until Prisma has it, and is proven once`() async throws {
    try await Database.with(Self.table) { database in
      let target = try database.target()
      for _ in 1...2 {
        #expect(try await expect(target) == .isOpen)
        #expect(try database.value(Self.intents) == "1")
      }
      #expect(try await prove(target) == .notBegun)
      #expect(try database.value(Self.intents) == "0")
      #expect(try await expect(target) == .isOpen)
      try begin(database)
      for _ in 1...2 {
        let error = await #expect(throws: TargetError.self) { try await prove(target) }
        #expect(error?.description.contains("has \(Self.name) as begun and not finished; find out") == true)
      }
      let again = await #expect(throws: TargetError.self) { try await expect(target) }
      #expect(again?.description.contains("as begun and not finished") == true)
      try finish(database)
      #expect(try await expect(target) == .isApplied)
      guard case .done(let versions, let others) = try await prove(target) else {
        Issue.record("not proven")
        return
      }
      #expect(versions.current == 2)
      #expect(others == [])
      #expect(try await expect(target) == .isOver)
      #expect(try await prove(target) == .alreadyDone)
      #expect(try database.value("SELECT count(*) FROM migrated.ledger") == "1")
      #expect(try database.value(Self.intents) == "0")
    }
  }

  @Test func `what Prisma applied before any program was begun is refused, and nothing is remembered`() async throws {
    try await Database.with(Self.table) { database in
      try begin(database)
      try finish(database)
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) { try await expect(target) }
      #expect(error?.description.contains("as applied by Prisma itself at ") == true)
      #expect(try database.value("SELECT to_regclass('migrated.intent') IS NULL") == "t")
    }
  }

  @Test func `a CLI that is at it is waited for`() async throws {
    try await Database.with(Self.table) { database in
      let target = try database.target()
      #expect(try await expect(target) == .isOpen)
      let cli = try database.connect()
      try cli.run("SELECT pg_advisory_lock(72707369)")
      try begin(database)
      let proving = Task { try await prove(target) }
      // It asks for the lock, and sleeps in between.
      try await database.wait(
        until: """
          SELECT EXISTS (SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'migrated%' AND wait_event = 'PgSleep')
          """)
      try finish(database)
      try cli.run("SELECT pg_advisory_unlock(72707369)")
      guard case .done = try await proving.value else {
        Issue.record("not proven")
        return
      }
    }
  }

  @Test func `a way back takes back what a program may have done, and nothing where it began nothing`() async throws {
    try await Database.with(Self.table) { database in
      let target = try database.target()
      let back = script("ALTER TABLE people DROP COLUMN full_name")
      #expect(try await expect(target) == .isOpen)
      #expect(try await prove(target) == .notBegun)
      let nothing = try await target.undo(back, with: Self.companions, as: step(.expand, "undo"), tied: tie) { _ in }
      #expect(nothing == .alreadyDone)
      #expect(try await expect(target) == .isOpen)
      try begin(database)
      try database.connect().run("ALTER TABLE people ADD COLUMN full_name text")
      let undone = try await target.undo(back, with: Self.companions, as: step(.expand, "undo"), tied: tie) { _ in }
      #expect(undone.isDone)
      #expect(try database.value("SELECT count(*) FROM _prisma_migrations WHERE rolled_back_at IS NULL") == "0")
      #expect(try database.value(Self.intents) == "0")
    }
  }
}
