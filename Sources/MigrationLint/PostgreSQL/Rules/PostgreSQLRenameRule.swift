import MigrationPhases

/// What was there keeps its name, its schema and its owner.
enum PostgreSQLRenameRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    let fields = statement.fields
    switch statement.type {
    case "RenameStmt":
      let kind = fields.text("renameType") ?? ""
      if let table = PostgreSQLName(relation: fields["relation"]) {
        if kind == "OBJECT_COLUMN", let column = fields.text("subname"), script.made.hasColumn(table, column) {
          return []
        }
        if script.made.has(kind, table) || script.made.hasTable(table) { return [] }
      } else if let name = PostgreSQLName(list: fields["object"]?["List"]?["items"] ?? fields["object"]),
        script.made.has(kind, name)
      {
        return []
      }
    case "AlterObjectSchemaStmt", "AlterOwnerStmt":
      let kind = fields.text("objectType") ?? ""
      if let name = PostgreSQLName(relation: fields["relation"]), script.made.has(kind, name) { return [] }
    default: return []  // the types come from PostgreSQL's grammar; the others rename nothing
    }
    return [
      statement.finding(
        .rename, "\(statement.firstWords) …: the running release knows it as it is",
        hint: "add the new name beside the old one, keep both in step, and drop the old one in contract")
    ]
  }
}
