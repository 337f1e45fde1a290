import MigrationDigest
import MigrationPlan
import Testing

@Suite struct PrismaTests {
  private static let folder = "20261127120000_add_full_name"

  private func plan(
    _ text: String, script: [UInt8] = Array("ALTER TABLE a ADD b text;\r\n".utf8), earlier: [String] = []
  ) -> PlanFiles {
    PlanFiles(
      [
        PlanFile(
          path: Plan.fileName,
          text: """
            name: add-full-name
            description: Customers get one name column
            owner: shop
            targets: shop
            schemaVersion: 2
            \(text)
            """), PlanFile(path: "prisma/\(Self.folder)/migration.sql", bytes: script),
        PlanFile(path: "back.sql", text: "ALTER TABLE a DROP b;"),
      ] + earlier.map { PlanFile(path: "prisma/\($0)/migration.sql", text: "CREATE TABLE a (c int);") })
  }

  @Test func `A folder of Prisma is a script with its name and its checksums`() throws {
    let text = "engine: postgresql\nexpand: { prisma: prisma/\(Self.folder)/, rollback: back.sql }"
    let expand = try Plan.read(plan(text)).expand
    #expect(expand.sql.file == "prisma/\(Self.folder)/migration.sql")
    let sums = ["ALTER TABLE a ADD b text;\r\n", "ALTER TABLE a ADD b text;\n"].map { SHA256.hex(of: $0.utf8) }
    #expect(expand.prisma?.name == Self.folder)
    #expect(expand.prisma?.checksums == sums)
  }

  @Test(arguments: [
    (
      "expand: { prisma: prisma/\(folder), rollback: back.sql }",
      "migration.yaml:6:19: error: expand.prisma: folders of Prisma are applied to PostgreSQL only [other-engine]"
    ),
    (
      "engine: postgresql\nexpand: { prisma: prisma, rollback: back.sql }",
      "migration.yaml:7:19: error: expand.prisma: found \"prisma\", expected a folder of `prisma migrate` [bad-value]"
    ),
    (
      "engine: postgresql\nexpand: { prisma: prisma/20261127120001_x, rollback: back.sql }",
      "migration.yaml:7:19: error: expand.prisma: there is no file \"prisma/20261127120001_x/migration.sql\" in the plan's "
        + "folder [missing-file]"
    ),
    (
      "engine: postgresql\nexpand: { sql: back.sql, prisma: prisma/\(folder), rollback: back.sql }",
      "migration.yaml:7:34: error: expand: found \"sql\" and \"prisma\", expected exactly one of \"sql\", \"prisma\" [one-of]"
    ),
  ])
  func `What is no folder of Prisma is told`(text: String, message: String) {
    let error = #expect(throws: PlanError.self) { try Plan.read(plan(text)) }
    #expect(error?.description.split(separator: "\n").first.map(String.init) == message)
  }

  @Test func `What comes before it is a list of folders in their order`() throws {
    let earlier = ["0_init", "20260301000000_mail"]
    let text = """
      engine: postgresql
      expand:
        prisma: prisma/\(Self.folder)
        prismaBaseline: [prisma/0_init, prisma/20260301000000_mail/]
        rollback: back.sql
      """
    let plan = try Plan.read(plan(text, earlier: earlier))
    #expect(plan.expand.prismaBaseline.map(\.name) == earlier)
    #expect(plan.expand.prismaBaseline[0].checksums[0] == SHA256.hex(of: "CREATE TABLE a (c int);".utf8))
    #expect(plan.files.paths.contains("prisma/0_init/migration.sql"))
  }

  @Test(arguments: [
    (
      "sql: back.sql, prismaBaseline: [prisma/0_init]",
      "migration.yaml:7:42: error: expand.prismaBaseline: found without expand.prisma, whose folder these come before "
        + "[bad-value]"
    ),
    (
      "prisma: prisma/\(folder), prismaBaseline: [prisma/20260301000000_mail, prisma/0_init]",
      "migration.yaml:7:101: error: expand.prismaBaseline: 20260301000000_mail does not come before 0_init [bad-value]"
    ),
    (
      "prisma: prisma/\(folder), prismaBaseline: [prisma/0_init, prisma/\(folder)]",
      "migration.yaml:7:88: error: expand.prismaBaseline: \(folder) does not come before \(folder) [bad-value]"
    ),
    (
      "prisma: prisma/\(folder), prismaBaseline: [prisma/1_other]",
      "migration.yaml:7:73: error: expand.prismaBaseline[]: there is no file \"prisma/1_other/migration.sql\" in the "
        + "plan's folder [missing-file]"
    ),
  ])
  func `What cannot come before it is told`(fields: String, message: String) {
    let files = plan(
      "engine: postgresql\nexpand: { \(fields), rollback: back.sql }", earlier: ["0_init", "20260301000000_mail"])
    let error = #expect(throws: PlanError.self) { try Plan.read(files) }
    #expect(error?.description.split(separator: "\n").first.map(String.init) == message)
  }
}
