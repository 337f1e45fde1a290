import MigrationDigest
import MigrationPlan
import Testing

@Suite struct PrismaTests {
  private static let folder = "20261127120000_add_full_name"

  private func plan(_ text: String, script: [UInt8] = Array("ALTER TABLE a ADD b text;\r\n".utf8)) -> PlanFiles {
    PlanFiles([
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
    ])
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
}
