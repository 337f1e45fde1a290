import MigrationPlan

/// A plan that gives the customers a nick, beside the one that gives them a full name.
struct NickPlan: Sendable {
  static let name = "add-nick"

  var schemaVersion = 3
  /// Of expand's verify query.
  var holds = true

  var files: PlanFiles {
    PlanFiles([
      PlanFile(
        path: Plan.fileName,
        text: """
          name: \(Self.name)
          description: Customers get a nick
          owner: shop
          targets: shop
          schemaVersion: \(schemaVersion)
          expand:
            sql: expand.sql
            rollback: back.sql
            verify:
              - name: as it should be
                sql: SELECT \(holds ? 1 : 0)
          contract:
            after: 0d
            sql: contract.sql

          """),
      PlanFile(path: "expand.sql", text: "ALTER TABLE Customer ADD COLUMN nick TEXT;\n"),
      PlanFile(path: "back.sql", text: "ALTER TABLE Customer DROP COLUMN nick;\n"),
      PlanFile(
        path: "contract.sql",
        text: "-- contract-phase-ok: nobody has looked at it since version 2\nDROP INDEX IF EXISTS by_name;\n"),
    ])
  }
}
