import MigrationPhases

/// Settings of the connection or of the file are not a migration's.
enum PragmaRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    if statement.look.actions.contains(where: SQLiteWrites.isOptimize) {
      return [
        statement.finding(
          .pragma, "pragma_optimize runs PRAGMA optimize: \(script.kind.name) may not change settings",
          hint: "take it out")
      ]
    }
    guard case .pragma = statement.verb else { return [] }
    return [
      statement.finding(
        .pragma, "PRAGMA: \(script.kind.name) may not change settings, which belong to migrated and the application",
        hint: "take the statement out; to look something up, use SELECT … FROM pragma_table_info('…') in a verify query"
      )
    ]
  }
}
