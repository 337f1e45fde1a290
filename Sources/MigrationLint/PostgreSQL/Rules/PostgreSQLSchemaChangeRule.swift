import MigrationPhases

/// What was there stays what it was.
enum PostgreSQLSchemaChangeRule: PostgreSQLRule {
  /// Of `ALTER TABLE`: commands that add, that only tune, or that another rule judges.
  private static let harmless: Set<String> = [
    "AT_AddColumn", "AT_AddConstraint", "AT_ValidateConstraint", "AT_SetNotNull", "AT_DropColumn", "AT_DropConstraint",
    "AT_SetStatistics", "AT_SetOptions", "AT_ResetOptions", "AT_SetRelOptions", "AT_ResetRelOptions", "AT_ClusterOn",
  ]

  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    let fields = statement.fields
    switch statement.type {
    case "AlterTableStmt":
      return PostgreSQLAlteration.all(in: statement).filter { !harmless.contains($0.kind) }.compactMap { alteration in
        let isOwn = alteration.name.isEmpty ? false : script.made.hasColumn(alteration.table, alteration.name)
        guard !script.made.hasTable(alteration.table), !isOwn,
          !script.made.has(fields.text("objtype") ?? "", alteration.table)
        else { return nil }
        if alteration.kind == "AT_AlterColumnType" {
          return finding(
            statement,
            "the type of \(alteration.table).\(alteration.name): every row may be written anew, while nobody can "
              + "use the table",
            hint: "add a column of the new type, keep both in step, and drop the old one in contract")
        }
        return finding(statement, "\(statement.firstWords): it changes what was there before expand")
      }
    case "ViewStmt" where fields.flag("replace"):
      return replaced(PostgreSQLName(relation: fields["view"]), PostgreSQLMade.view, statement, script)
    case "CreateFunctionStmt" where fields.flag("replace"):
      return replaced(PostgreSQLName(list: fields["funcname"]), PostgreSQLMade.function, statement, script)
    case "CreateTrigStmt" where fields.flag("replace"):
      guard let table = PostgreSQLName(relation: fields["relation"]), !script.made.hasTable(table) else { return [] }
      let name = PostgreSQLMade.on(table, fields.text("trigname") ?? "")
      return replaced(name, PostgreSQLMade.trigger, statement, script)
    case "AlterSeqStmt":
      guard let name = PostgreSQLName(relation: fields["sequence"]), script.made.has(PostgreSQLMade.sequence, name)
      else {
        return [finding(statement, "\(statement.firstWords): it changes what was there before expand")]
      }
      return []
    case "AlterFunctionStmt":
      return [finding(statement, "\(statement.firstWords): it changes what was there before expand")]
    case "AlterEnumStmt" where fields.text("oldVal") != nil:
      return [finding(statement, "\(statement.firstWords): the running release knows the value as it is")]
    default: return []  // the types come from PostgreSQL's grammar; the others change nothing that was there
    }
  }

  private static func replaced(
    _ name: PostgreSQLName?, _ kind: String, _ statement: PostgreSQLStatement, _ script: PostgreSQLContext
  ) -> [Finding] {
    guard let name, !script.made.has(kind, name) else { return [] }
    return [
      finding(
        statement, "OR REPLACE \(name): what may be there already would be gone, and no rollback brings it back",
        hint: "leave OR REPLACE out, so that a surprise is found")
    ]
  }

  private static func finding(
    _ statement: PostgreSQLStatement, _ message: String, hint: String = "move the statement to the contract script"
  ) -> Finding {
    statement.finding(.schemaChange, message, hint: hint)
  }
}
