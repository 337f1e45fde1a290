import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct PrismaTests {
  private static let name = "20261127120000_add_full_name"
  private static let checksum = String(repeating: "5a", count: 32)
  private static let prisma = ScriptCompanions(prisma: PrismaMigration(name: name, checksums: [checksum, "unix"]))
  private static let add = script("ALTER TABLE people ADD COLUMN full_name text", file: "\(name)/migration.sql")
  private static let rows = """
    SELECT string_agg(concat_ws(' ', migration_name, checksum, applied_steps_count, finished_at >= started_at,
      coalesce(logs, 'no logs'), rolled_back_at >= started_at), ', ' ORDER BY started_at) FROM _prisma_migrations
    """
  /// As `prisma migrate deploy` leaves a database after its first folder.
  private static let earlier = """
    CREATE TABLE people (id int PRIMARY KEY, name text);
    CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL,
      finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations VALUES ('a', 'first', now(), '20260101000000_init', NULL, NULL, now(), 1);
    """
  private static let first = "20260101000000_init first 1 t no logs"

  private func apply(
    _ statements: [ScriptStatement] = add, on target: PostgreSQLTarget, as key: StepKey = step(.expand)
  ) async throws -> StepProof {
    try await target.apply(statements, with: Self.prisma, as: key, raisingTo: 2, tied: tie) { _ in }
  }

  @Test func `an applied folder is on record as the CLI would have it`() async throws {
    try await Database.with(Self.earlier) { database in
      let target = try database.target()
      #expect(try await apply(on: target).isDone)
      #expect(try database.value(Self.rows) == "\(Self.first), \(Self.name) \(Self.checksum) 1 t no logs")
      #expect(try database.value("SELECT count(*) FROM _prisma_migrations WHERE length(id) = 36") == "1")
      #expect(try await apply(on: target) == .alreadyDone)
      #expect(try database.value("SELECT count(*) FROM _prisma_migrations") == "2")
    }
  }

  @Test func `an index is built with the row unfinished and the lock free`() async throws {
    let index = script(
      "ALTER TABLE people ADD COLUMN full_name text", "CREATE INDEX CONCURRENTLY by_full ON people (full_name)")
    try await Database.with(Self.earlier) { database in
      // A build waits for transactions that are older.
      let other = try database.connect()
      try other.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM generate_series(1, 2)")
      let target = try database.target()
      let applying = Task { try await apply(index, on: target) }
      try await database.wait(
        until: """
          SELECT EXISTS (SELECT 1 FROM pg_stat_progress_create_index
            WHERE datname = current_database() AND phase LIKE 'waiting for old snapshots')
          """)
      #expect(try database.value("SELECT pg_try_advisory_xact_lock(72707369)") == "t")
      #expect(
        try database.value("SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NULL") == "1")
      try other.run("COMMIT")
      #expect(try await applying.value.isDone)
      #expect(try database.value("SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NULL") == "0")
    }
  }

  @Test func `a failure is in its logs, keeps the CLI out, and a second try begins a new row`() async throws {
    try await Database.with(Self.earlier) { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) {
        try await apply(script("ALTER TABLE people ADD COLUMN name text"), on: target)
      }
      let logs = "expand.sql:1:1: column \"name\" of relation \"people\" already exists"
      #expect(error?.description.hasPrefix(logs) == true)
      #expect(
        try database.value(Self.rows)?.hasPrefix("\(Self.first), \(Self.name) \(Self.checksum) 0 \(logs)") == true)
      #expect(try await apply(on: target).isDone)
      #expect(
        try database.value(
          "SELECT string_agg(concat_ws(' ', applied_steps_count, finished_at IS NULL, rolled_back_at IS NULL), ', ' "
            + "ORDER BY started_at) FROM _prisma_migrations WHERE migration_name = '\(Self.name)'")
          == "0 t f, 1 f t")
    }
  }

  @Test func `a way back marks it as rolled back, a failed one too`() async throws {
    try await Database.with(Self.earlier) { database in
      let target = try database.target()
      #expect(try await apply(on: target).isDone)
      let back = script("ALTER TABLE people DROP COLUMN full_name")
      let undone = try await target.undo(back, with: Self.prisma, as: step(.expand, "undo"), tied: tie) { _ in }
      #expect(undone.isDone)
      #expect(try database.value(Self.rows) == "\(Self.first), \(Self.name) \(Self.checksum) 1 t no logs t")
      _ = await #expect(throws: TargetError.self) {
        try await apply(script("ALTER TABLE absent ADD x int"), on: target)
      }
      let again = try await target.undo(back, with: Self.prisma, as: step(.expand, "undo"), tied: tie) { _ in }
      #expect(again == .alreadyDone)
      #expect(try database.value("SELECT count(*) FROM _prisma_migrations WHERE rolled_back_at IS NULL") == "1")
    }
  }

  @Test(arguments: [
    (
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('b', 'c', '20260202000000_other')",
      "has 20260202000000_other as begun and not finished; find out what became of it, then npx prisma migrate resolve "
        + "--applied 20260202000000_other, or --rolled-back 20260202000000_other"
    ),
    (
      "INSERT INTO _prisma_migrations VALUES ('b', 'edited', now(), '\(name)', NULL, NULL, now(), 1)",
      "has \(name) with the checksum edited, the plan's is 5a5a5a5a5a5a: the folder was edited afterwards"
    ),
    (
      "INSERT INTO _prisma_migrations VALUES ('b', 'unix', now(), '\(name)', NULL, NULL, now(), 1)",
      "has \(name) as applied by Prisma itself at "
    ),
    ("DROP TABLE _prisma_migrations", "has tables and no _prisma_migrations, so that Prisma does not know"),
    ("DROP TABLE _prisma_migrations; CREATE SCHEMA prisma_contract", "belongs to Prisma 8"),
  ])
  func `what Prisma would stop at is refused with the way out`(state: String, words: String) async throws {
    try await Database.with(Self.earlier + state) { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) { try await apply(on: target) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
      #expect(try database.value("SELECT count(*) FROM pg_attribute WHERE attname = 'full_name'") == "0")
    }
  }

  @Test func `an empty database gets the table`() async throws {
    try await Database.with("") { database in
      let target = try database.target()
      #expect(try await apply(script("CREATE TABLE people (id int)"), on: target).isDone)
      #expect(try database.value(Self.rows) == "\(Self.name) \(Self.checksum) 1 t no logs")
      #expect(
        try database.value(
          "SELECT string_agg(concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable), ', ' "
            + "ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = '_prisma_migrations'")
          == "id character varying 36 NO, checksum character varying 64 NO, finished_at timestamp with time zone YES, "
          + "migration_name character varying 255 NO, logs text YES, rolled_back_at timestamp with time zone YES, "
          + "started_at timestamp with time zone NO, applied_steps_count integer NO")
    }
  }
}
