import MigrationPhases

/// Expand and its rollback drop only what the plan itself made.
enum DropRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    let what: String
    switch statement.verb {
    case .drop(let kind, let name):
      guard !script.created.has(kind, name) else { return [] }
      // With IF EXISTS, what is not there is not dropped.
      if !statement.isOffline, statement.failure == nil, statement.before == statement.after { return [] }
      what = "DROP \(kind.rawValue.uppercased()) \(name)"
    case .alter(let table, .dropColumn(let column)):
      guard !script.created.hasColumn(table, column) else { return [] }
      what = "DROP COLUMN \(table).\(column)"
    case .alter, .create, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
      .analyze, .explain, .other:
      return []
    }
    return [
      statement.finding(
        .drop, "\(what): it was there before expand, and the running release may use it",
        hint: script.kind == .expand ? "move the statement to the contract script" : "drop only what expand made")
    ]
  }
}
