import Foundation
import MigrationControl
import Testing

/// What new, check and register make of a project of Prisma's.
struct PrismaCommandTests {
  private static let init0 = "0_init"
  private static let name = "20261127120000_add_full_name"
  private static let held = "20270101120000_drop_names"

  /// A folder with a project in it, `prisma/migrations/…`.
  private func inProject(provider: String = "postgresql", _ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/project-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write("provider = \"\(provider)\"\n", to: "\(folder)/prisma/migrations/migration_lock.toml")
    try add(Self.name, "ALTER TABLE a ADD b text;\n", to: folder)
    try await body(folder)
  }

  private func write(_ text: String, to file: String) throws {
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
  }

  private func add(_ migration: String, _ script: String, to folder: String) throws {
    try write(script, to: "\(folder)/prisma/migrations/\(migration)/migration.sql")
  }

  private func new(_ more: String..., in folder: String) async throws -> Ran {
    try await Ran.migratectl(
      ["new", "a", "--from-prisma", "prisma/migrations/\(Self.name)/"] + more, directory: folder)
  }

  @Test func `a plan of a folder is right as it stands, with its way back`() async throws {
    try await inProject { folder in
      let made = try await new(in: folder)
      #expect(
        made.output == "a/\(Self.name)/migration.sql\na/expand.rollback.sql\na/migration.yaml\n", "\(made.errors)")
      #expect(
        try String(contentsOfFile: "\(folder)/a/expand.rollback.sql", encoding: .utf8) == """
          -- Takes back exactly what \(Self.name)/migration.sql adds, last thing first. Read it before you trust it.
          ALTER TABLE "a" DROP COLUMN "b";

          """)
      let checked = try await Ran.migratectl(["check", "a"], directory: folder)
      #expect(checked.status == 0, "\(checked.output)")
      #expect(checked.errors.hasPrefix("a: ok, no findings, digest "))
    }
  }

  @Test func `a project of another database is refused`() async throws {
    try await inProject(provider: "mysql") { folder in
      let other = try await new(in: folder)
      #expect(other.status == 1)
      #expect(other.errors.contains("the project's provider is mysql; only postgresql is applied by migrated"))
    }
  }

  @Test func `what is not plainly taken back is left to be written, and said by check`() async throws {
    try await inProject { folder in
      try add(Self.name, "CREATE TABLE t (id int);\nALTER TYPE \"Mood\" ADD VALUE 'calm';\n", to: folder)
      #expect(try await new(in: folder).status == 0)
      #expect(
        try String(contentsOfFile: "\(folder)/a/expand.rollback.sql", encoding: .utf8).hasSuffix(
          """
          -- \(Self.name)/migration.sql:2: write here what takes this back, or nothing where nothing does.
          <what takes back: ALTER TYPE  Mood >;
          DROP TABLE "t";

          """))
      let checked = try await Ran.migratectl(["check", "a"], directory: folder)
      #expect(checked.status == 10)
      #expect(checked.output.contains("a/expand.rollback.sql:3:1: error: "), "\(checked.output)")
      #expect(checked.output.contains("3 | <what takes back: ALTER TYPE  Mood >;"), "\(checked.output)")
    }
  }

  @Test func `the folders that come before it go along where that is asked for`() async throws {
    try await inProject { folder in
      try add(Self.init0, "CREATE TABLE a (id int);\n", to: folder)
      try add(Self.held, "ALTER TABLE a DROP COLUMN id;\n", to: folder)
      let made = try await new("--baseline", in: folder)
      #expect(
        made.output == """
          a/0_init/migration.sql
          a/\(Self.name)/migration.sql
          a/expand.rollback.sql
          a/migration.yaml

          """, "\(made.errors)")
      let text = try String(contentsOfFile: "\(folder)/a/migration.yaml", encoding: .utf8)
      #expect(text.contains("  prismaBaseline:\n    - \"0_init\"\n  rollback: expand.rollback.sql\n"), "\(text)")
      #expect(try await Ran.migratectl(["check", "a"], directory: folder).status == 0)
      let alone = try await Ran.migratectl(["new", "b", "--baseline"], directory: folder)
      #expect(alone.status == 2)
      #expect(alone.errors.contains("--baseline goes with --from-prisma FOLDER."))
    }
  }

  @Test func `a folder of contract among the project's migrations is warned of`() async throws {
    try await inProject { folder in
      #expect(try await new(in: folder).status == 0)
      let drop = "-- contract-phase-ok: every release since v2 reads full_name\nALTER TABLE a DROP COLUMN id;\n"
      try write(drop, to: "\(folder)/a/\(Self.held)/migration.sql")
      let description = try String(contentsOfFile: "\(folder)/a/migration.yaml", encoding: .utf8)
      try write(
        description + "contract: { after: 14d, prisma: \(Self.held) }\n", to: "\(folder)/a/migration.yaml")
      let quiet = try await Ran.migratectl(["check", "a"], directory: folder)
      #expect(quiet.output == "", "\(quiet.output)")
      try add(Self.held, drop, to: folder)
      for place in ["a", "."] {
        let checked = try await Ran.migratectl(["check", place], directory: place == "a" ? folder : "\(folder)/a")
        #expect(checked.status == 0)
        #expect(
          checked.output.hasSuffix(
            """
            /prisma/migrations/\(Self.held)/migration.sql: warning: this is the plan's contract, and whoever runs `prisma \
            migrate deploy` here applies it before its time [prisma-early]
              hint: move the folder out of the project until contract is done everywhere, then put it back: it is on record \
            as applied by then

            """), "\(checked.output)")
        #expect(checked.output.hasPrefix("/"))
      }
      let reply = Call.Register.Reply(
        migration: Wire.Migration(
          name: "a", digest: "abab", description: "d", owner: "o", group: "shop", schemaVersion: 2,
          registeredBy: Made.ada, registeredAt: Made.now), rollouts: [], warnings: [])
      try await CannedDaemon.with(["Register": [try .reply(reply)]]) { daemon in
        let registered = try await Ran.migratectl(["register", "a"], socket: daemon.socket, directory: folder)
        #expect(registered.status == 0)
        #expect(registered.errors.contains("[prisma-early]"), "\(registered.errors)")
      }
    }
  }

  @Test func `so is a plan that is kept as a project itself`() async throws {
    try await inProject { folder in
      let drop = "-- contract-phase-ok: every release since v2 reads full_name\nALTER TABLE a DROP COLUMN id;\n"
      try add(Self.held, drop, to: folder)
      try write("ALTER TABLE a DROP COLUMN b;\n", to: "\(folder)/back.sql")
      try write(
        """
        name: a
        description: Names in one column
        owner: shop
        targets: shop
        engine: postgresql
        schemaVersion: 2
        expand: { prisma: prisma/migrations/\(Self.name), rollback: back.sql }
        contract: { after: 14d, prisma: prisma/migrations/\(Self.held) }
        """, to: "\(folder)/migration.yaml")
      let early = try await Ran.migratectl(["check", "."], directory: folder)
      #expect(early.errors.contains("ok, 1 warning"), "\(early.errors)")
      #expect(early.output.contains("[prisma-early]"))
      // Folders of that name alone are no project.
      try FileManager.default.removeItem(atPath: "\(folder)/prisma/migrations/migration_lock.toml")
      let quiet = try await Ran.migratectl(["check", "."], directory: folder)
      #expect(quiet.output == "", "\(quiet.output)")
    }
  }
}
