import MigrationPhases

/// Expand and its rollback drop only what the plan itself made.
enum PostgreSQLDropRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    let hint = script.kind == .expand ? "move the statement to the contract script" : "drop only what expand made"
    let why = "it was there before expand, and the running release may use it"
    switch statement.type {
    case "DropStmt":
      var findings = PostgreSQLDropped.all(of: statement.fields).filter { !script.made.has($0.kind, $0.name) }.map {
        statement.finding(.drop, "DROP \(words(of: $0.kind)) \($0.name): \(why)", hint: hint)
      }
      if statement.fields.text("behavior") == "DROP_CASCADE" {
        findings.append(
          statement.finding(
            .drop, "CASCADE takes away whatever others have built on it, without a word",
            hint: "leave CASCADE out, and drop what is yours by name"))
      }
      return findings
    case "AlterTableStmt":
      guard let table = PostgreSQLName(relation: statement.fields["relation"]) else { return [] }
      return statement.fields.list("cmds").compactMap { $0["AlterTableCmd"] }.compactMap { command in
        let name = command.text("name") ?? ""
        switch command.text("subtype") {
        case "AT_DropColumn" where !script.made.hasColumn(table, name):
          return statement.finding(.drop, "DROP COLUMN \(table).\(name): \(why)", hint: hint)
        case "AT_DropConstraint"
        where !script.made.hasTable(table)
          && !script.made.has(PostgreSQLMade.constraint, PostgreSQLMade.on(table, name)):
          return statement.finding(.drop, "DROP CONSTRAINT \(name) of \(table): \(why)", hint: hint)
        case _?, nil: return nil
        }
      }
    case "GrantStmt" where !statement.fields.flag("is_grant"):
      return [statement.finding(.drop, "REVOKE: the running release may need this right", hint: hint)]
    default: return []  // the types come from PostgreSQL's grammar; the others drop nothing
    }
  }

  private static func words(of kind: String) -> String { String(kind.dropFirst("OBJECT_".count)) }
}
