import MigrationPhases

/// Rows that were there before expand stay as they are. Also those that a WITH clause writes.
enum PostgreSQLRowRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    var findings: [Finding] = []
    PostgreSQLTree.object([statement.type: statement.fields]).forEachNode { type, fields in
      findings += check(type, fields, statement, script)
    }
    return findings
  }

  private static func check(
    _ type: String, _ fields: PostgreSQLTree, _ statement: PostgreSQLStatement, _ script: PostgreSQLContext
  ) -> [Finding] {
    if type == "TruncateStmt" {
      return fields.list("relations").compactMap { PostgreSQLName(relation: $0["RangeVar"]) }
        .filter { !script.made.hasTable($0) }.map {
          statement.finding(
            .delete, "TRUNCATE \($0): rows that the running release may use would be gone",
            hint: "move the statement to the contract script")
        }
    }
    guard ["DeleteStmt", "UpdateStmt", "InsertStmt", "MergeStmt"].contains(type),
      let table = PostgreSQLName(relation: fields["relation"]), !script.made.hasTable(table)
    else { return [] }
    switch type {
    case "DeleteStmt":
      return [
        statement.finding(
          .delete, at: fields["relation"]?.location,
          "DELETE FROM \(table): rows that the running release may use would be gone",
          hint: "move the statement to the contract script")
      ]
    case "UpdateStmt", "MergeStmt":
      return [
        statement.finding(
          .update, at: fields["relation"]?.location,
          "\(type == "UpdateStmt" ? "UPDATE" : "MERGE INTO") \(table): one statement over all rows locks them while it runs",
          hint: "make it the plan's backfill, which goes in small batches")
      ]
    default:  // InsertStmt
      if fields["onConflictClause"]?.text("action") == "ONCONFLICT_UPDATE" {
        return [
          statement.finding(
            .update, at: fields["relation"]?.location,
            "INSERT INTO \(table): DO UPDATE changes rows that were there before",
            hint: "write DO NOTHING, or make it the plan's backfill")
        ]
      }
      return [
        statement.finding(
          .insert, as: .warning, at: fields["relation"]?.location,
          "INSERT INTO \(table): the running release sees these rows, and no rollback may take them out again",
          hint: "make sure that it can deal with them")
      ]
    }
  }
}
