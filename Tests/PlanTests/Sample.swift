import MigrationPhases
import MigrationPlan

/// Plans in memory, right ones to be made wrong.
enum Sample {
  static let header = """
    name: add-full-name
    description: Customers get one name column
    owner: team-crm
    targets: shop
    schemaVersion: 2

    """

  static let expand = """
    expand:
      sql: expand.sql
      rollback: expand.rollback.sql

    """

  static let expandFiles = [
    PlanFile(path: "expand.sql", text: "ALTER TABLE Customer ADD COLUMN full_name TEXT;\n"),
    PlanFile(path: "expand.rollback.sql", text: "ALTER TABLE Customer DROP COLUMN full_name;\n"),
  ]

  static func files(_ description: String, _ further: [PlanFile] = []) -> PlanFiles {
    PlanFiles([PlanFile(path: "migration.yaml", text: description)] + expandFiles + further)
  }

  static func read(_ description: String, _ further: [PlanFile] = []) throws -> Plan {
    try Plan.read(files(description, further))
  }

  /// What is wrong, as people read it; empty where nothing is.
  static func wrong(_ description: String, _ further: [PlanFile] = []) -> String { wrong(files(description, further)) }

  static func wrong(_ files: PlanFiles) -> String {
    do {
      _ = try Plan.read(files)
      return ""
    } catch {
      return error.description
    }
  }
}
