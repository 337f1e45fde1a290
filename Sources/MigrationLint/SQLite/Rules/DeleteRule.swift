import MigrationPhases
import MigrationSQLite

/// Rows that were there before expand stay.
enum DeleteRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .delete(let table, let hasCondition) = statement.verb, !script.created.hasTable(table) else { return [] }
    let message =
      hasCondition
      ? "DELETE FROM \(table): rows that the running release may use would be gone"
      : "DELETE FROM \(table) without WHERE empties the table, as TRUNCATE does elsewhere"
    return [statement.finding(.delete, message, hint: hint(script.kind))]
  }

  private static func hint(_ kind: ScriptContext.Kind) -> String {
    switch kind {
    case .expand, .contract: "move the statement to the contract script"
    case .rollback: "leave the rows where they are; rows that must go again belong in a table that expand makes"
    }
  }
}
