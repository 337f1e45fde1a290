import MigrationPlan
import Testing

@Suite struct PrismaRunTests {
  private static let folder = "20261127120000_add_full_name"

  private func read(_ expand: String, contract: String = "") throws(PlanError) -> Plan {
    try Plan.read(
      PlanFiles([
        PlanFile(
          path: Plan.fileName,
          text: """
            name: add-full-name
            description: Customers get one name column
            owner: shop
            targets: shop
            engine: postgresql
            schemaVersion: 2
            expand: { \(expand), rollback: back.sql }
            \(contract)
            """), PlanFile(path: "\(Self.folder)/migration.sql", text: "ALTER TABLE a ADD b text;"),
        PlanFile(path: "20260101000000_init/migration.sql", text: "CREATE TABLE a (c int);"),
        PlanFile(path: "back.sql", text: "ALTER TABLE a DROP b;"),
      ]))
  }

  @Test func `A program may apply the folder of a phase`() throws {
    let command = "[npx, prisma, migrate, deploy]"
    let program = "prisma: \(Self.folder), run: { command: \(command), directory: /opt/shop"
    let plan = try read(
      program + ", timeout: 30m }",
      contract: "contract: { after: 14d, prisma: 20260101000000_init, run: { command: \(command) } }")
    #expect(plan.expand.run?.command == ["npx", "prisma", "migrate", "deploy"])
    #expect(plan.expand.run?.directory == "/opt/shop")
    #expect(plan.expand.run?.timeout == .seconds(1_800))
    #expect(plan.contract?.run?.timeout == .seconds(3_600))
    #expect(plan.contract?.run?.directory == ".")
  }

  @Test func `A contract with triggers to take away is not left to a program`() {
    let error = #expect(throws: PlanError.self) {
      try read(
        "prisma: \(Self.folder)",
        contract: """
          backfill:
            update: { table: a, set: { b: c }, where: b IS NULL, keepInStep: true }
            remaining: SELECT 0
          contract: { after: 14d, prisma: 20260101000000_init, run: { command: [deploy] } }
          """)
    }
    #expect(
      error?.description == """
        migration.yaml:11:11: error: contract.run: found beside backfill.update.keepInStep, whose triggers go with \
        contract's own statements [bad-value]
          hint: leave contract.run out: the daemon applies the folder, and takes the triggers away
        """)
  }

  @Test(arguments: [
    (
      "sql: back.sql, run: { command: [deploy] }",
      """
      migration.yaml:7:31: error: expand.run: found without expand.prisma, the folder that the program applies \
      [bad-value]
        hint: only what _prisma_migrations tells afterwards can be left to a program: name the folder, or leave run out
      """
    ),
    (
      "prisma: \(folder), prismaBaseline: [20260101000000_init], run: { command: [deploy] }",
      """
      migration.yaml:7:65: error: expand.prismaBaseline: found beside expand.run, whose program keeps \
      _prisma_migrations itself [bad-value]
        hint: npx prisma migrate resolve --applied FOLDER, once for each folder whose changes are there
      """
    ),
  ])
  func `A program that nothing tells about, or a baseline beside it, is refused`(expand: String, message: String) {
    let error = #expect(throws: PlanError.self) { try read(expand) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }
}
