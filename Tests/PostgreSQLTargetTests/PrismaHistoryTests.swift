import MigrationPhases
import MigrationTargets
import Synchronization
import Testing
import ThrowawayPostgreSQL

/// What else `_prisma_migrations` may say, or that there is none.
@Suite struct PrismaHistoryTests {
  private static let name = "20261127120000_add_full_name"
  private static let earlier = [
    PrismaMigration(name: "0_init", checksums: ["aa"]), PrismaMigration(name: "20260301000000_mail", checksums: ["bb"]),
  ]
  private static let people = "CREATE TABLE people (id int PRIMARY KEY, name text);"
  /// As Prisma's CLI makes it.
  private static let table = """
    CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL,
      finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
    """

  private static func row(_ name: String, _ checksum: String, rolledBack: Bool = false) -> String {
    """
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, rolled_back_at, applied_steps_count)
    VALUES ('\(name)', '\(checksum)', '\(name)', now(), \(rolledBack ? "now()" : "NULL"), 1);
    """
  }

  private static let rows = """
    SELECT string_agg(concat_ws(' ', length(id), migration_name, checksum, applied_steps_count,
      finished_at = started_at, quote_literal(logs), rolled_back_at), ', ' ORDER BY started_at, migration_name)
    FROM _prisma_migrations
    """

  /// With what it has to say beside.
  private func apply(
    baseline: [PrismaMigration], as key: StepKey = step(.expand), on target: PostgreSQLTarget
  ) async throws -> (proof: StepProof, remarks: [String]) {
    let remarks = Mutex<[String]>([])
    let prisma = PrismaMigration(name: Self.name, checksums: ["cc"], baseline: baseline)
    let proof = try await target.apply(
      script("ALTER TABLE people ADD COLUMN full_name text"), with: ScriptCompanions(prisma: prisma), as: key,
      raisingTo: 2, tied: tie
    ) { note in
      if case .remark(let text) = note { remarks.withLock { $0.append(text) } }
    }
    return (proof, remarks.withLock { $0 })
  }

  @Test func `a database without the table gets what the plan says is there, as the CLI's resolve writes it`()
    async throws
  {
    try await Database.with(Self.people) { database in
      let target = try database.target()
      let (proof, remarks) = try await apply(baseline: Self.earlier, on: target)
      #expect(proof.isDone)
      #expect(
        remarks == [
          "there was no _prisma_migrations: it was made, with the plan's expand.prismaBaseline as applied and not run: "
            + "0_init, 20260301000000_mail"
        ])
      #expect(
        try database.value(Self.rows)
          == "36 0_init aa 0 t '', 36 20260301000000_mail bb 0 t '', 36 \(Self.name) cc 1 f")
    }
  }

  @Test func `a baseline is neither written in silence nor without what is there`() async throws {
    try await Database.with(Self.people) { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) { try await apply(baseline: [], on: target) }
      #expect(
        error?.description.hasSuffix(
          "has tables and no _prisma_migrations, so that Prisma does not know what is applied; baseline it first: npx "
            + "prisma migrate resolve --applied FOLDER, once for each folder whose changes are there, or name these "
            + "folders in a plan as expand.prismaBaseline") == true, "\(String(describing: error))")
      #expect(try database.value("SELECT to_regclass('_prisma_migrations')") == nil)
    }
    try await Database.with("") { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) { try await apply(baseline: Self.earlier, on: target) }
      #expect(
        error?.description.hasSuffix(
          "is empty, and the plan says by expand.prismaBaseline that it has the changes of 0_init; apply that one first, "
            + "or leave expand.prismaBaseline out") == true, "\(String(describing: error))")
      #expect(try database.value("SELECT to_regclass('_prisma_migrations')") == nil)
    }
  }

  @Test func `a failed script leaves the baseline, and a second try goes on`() async throws {
    try await Database.with("CREATE TABLE other (id int)") { database in
      let target = try database.target()
      _ = await #expect(throws: TargetError.self) { try await apply(baseline: Self.earlier, on: target) }
      try database.connect().run(Self.people)
      let (proof, remarks) = try await apply(baseline: Self.earlier, on: target)
      #expect(proof.isDone)
      #expect(remarks == [])
      #expect(
        try database.value("SELECT count(*) FROM _prisma_migrations WHERE rolled_back_at IS NULL") == "3")
    }
  }

  @Test(arguments: [
    (
      row("0_init", "aa"),
      "does not have 20260301000000_mail, which the plan's expand.prismaBaseline names as applied; apply it first, or, "
        + "where its changes are there, npx prisma migrate resolve --applied 20260301000000_mail"
    ),
    (
      row("0_init", "aa") + row("20260301000000_mail", "edited"),
      "has 20260301000000_mail with the checksum edited, the plan's is bb: the folder was edited afterwards"
    ),
    (
      row("0_init", "aa") + row("20260301000000_mail", "bb") + row("20260401000000_whose", "dd"),
      "has 20260401000000_whose as applied, which the plan's expand.prismaBaseline does not name; find out where it "
        + "comes from, and name it there if it belongs to the project"
    ),
  ])
  func `where the plan says what comes before it, another history is refused`(state: String, words: String) async throws
  {
    try await Database.with(Self.people + Self.table + state) { database in
      let target = try database.target()
      let error = await #expect(throws: TargetError.self) { try await apply(baseline: Self.earlier, on: target) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
      #expect(
        try database.value("SELECT count(*) FROM _prisma_migrations WHERE migration_name = '\(Self.name)'") == "0")
      // A plan that does not say so applies, as the CLI would.
      #expect(try await apply(baseline: [], on: target).proof.isDone)
    }
  }

  @Test func `what is applied and sorts after it is put on record, what was rolled back is not`() async throws {
    let later =
      Self.row("20270101000000_a", "x") + Self.row("20270301000000_c", "x", rolledBack: true)
      + Self.row("20270201000000_b", "x") + Self.row("20260101000000_first", "x")
    try await Database.with(Self.people + Self.table + later) { database in
      let target = try database.target()
      let (proof, remarks) = try await apply(baseline: [], on: target)
      #expect(proof.isDone)
      #expect(
        remarks == [
          "\(Self.name) was applied after 20270201000000_b and 1 more, which sort after it: a database that Prisma makes "
            + "anew gets them the other way round"
        ])
    }
  }
}
