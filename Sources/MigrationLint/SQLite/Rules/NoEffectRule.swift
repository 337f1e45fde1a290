import MigrationPhases

/// A statement that does nothing is not what its author thinks.
enum NoEffectRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard statement.failure == nil else { return [] }
    switch statement.verb {
    case .select, .explain:
      return [
        statement.finding(
          .noEffect, as: .warning, "the statement changes nothing, and nobody sees its answer",
          hint: "make it a verify query, or take it out")
      ]
    case .create(_, let name, false), .drop(_, let name):
      guard statement.before == statement.after, !statement.isOffline else { return [] }
      let state = if case .drop = statement.verb { "is not there" } else { "is there already" }
      return [
        statement.finding(
          .noEffect, as: .warning, "the statement changes nothing: \(name) \(state)",
          hint: "leave IF EXISTS and IF NOT EXISTS out, so that a surprise is found")
      ]
    case .create, .alter, .insert, .update, .delete, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
      .other:
      return []
    }
  }
}
