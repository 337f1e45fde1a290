import MigrationPhases

/// To the running release a renamed table or column is gone.
enum RenameRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    let what: String
    switch statement.verb {
    case .alter(let table, .renameTable(let new)):
      guard !script.created.hasTable(table) else { return [] }
      what = "RENAME \(table) TO \(new)"
    case .alter(let table, .renameColumn(let column)):
      guard !script.created.hasColumn(table, column) else { return [] }
      what = "RENAME COLUMN \(table).\(column)"
    case .alter, .drop, .create, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
      .analyze, .explain, .other:
      return []
    }
    return [
      statement.finding(
        .rename, "\(what): to the running release the old name would be gone",
        hint: "add the new name beside the old one, keep them in step with triggers, drop the old one in contract")
    ]
  }
}
