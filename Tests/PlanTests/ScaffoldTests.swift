import MigrationPhases
import MigrationPlan
import Testing

@Suite struct ScaffoldTests {
  @Test func `A new plan is right as it stands`() throws {
    let files = try Plan.scaffold(name: "add-full-name")
    let plan = try Plan.read(files)
    #expect(plan.name == "add-full-name")
    #expect(files.paths == ["contract.sql", "expand.rollback.sql", "expand.sql", "migration.yaml"])
    #expect(plan.files == files)
    #expect(plan.contract?.after == .seconds(14 * 86_400))
    #expect(plan.automatic.isEmpty)
  }

  @Test func `One for PostgreSQL says so, and has its own SQL`() throws {
    let plan = try Plan.read(try Plan.scaffold(name: "add-full-name", engine: .postgresql))
    #expect(plan.engine == .postgresql)
    #expect(plan.expand.sql.text.contains("LANGUAGE plpgsql"))
    #expect(try Plan.read(try Plan.scaffold(name: "a")).engine == .sqlite)
  }

  @Test(arguments: ["", "Add", "1st", "a b", "no", "ünder", String(repeating: "a", count: 64)])
  func `A name that no plan may have is refused`(name: String) {
    if name == "no" {
      // A text where YAML alone would read a boolean: the scaffold quotes it.
      #expect(throws: Never.self) { try Plan.scaffold(name: name) }
    } else {
      #expect(throws: PlanError.self) { try Plan.scaffold(name: name) }
    }
  }
}
