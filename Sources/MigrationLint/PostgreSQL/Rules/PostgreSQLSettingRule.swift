import MigrationPhases

/// Settings are the daemon's: a changed search_path or lock_timeout would change what the next statement does.
enum PostgreSQLSettingRule: PostgreSQLRule {
  static let types: Set<String> = [
    "VariableSetStmt", "AlterDatabaseSetStmt", "AlterRoleSetStmt", "AlterSystemStmt", "DiscardStmt", "LockStmt",
    "ConstraintsSetStmt",
  ]

  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    guard types.contains(statement.type), !isRole(statement) else { return [] }
    return [
      statement.finding(
        .pragma, "\(statement.firstWords): settings and locks are the daemon's while it works",
        hint: "take the statement out; write names with their schema where the search path would matter")
    ]
  }

  /// What a plan makes may belong to somebody else than who connects.
  private static func isRole(_ statement: PostgreSQLStatement) -> Bool {
    statement.type == "VariableSetStmt" && statement.fields.text("name") == "role"
  }
}
