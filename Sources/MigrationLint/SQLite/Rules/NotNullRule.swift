import MigrationPhases

/// The running release does not know the new column, so it would insert no value.
enum NotNullRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .alter(let table, .addColumn(let column)) = statement.verb, !script.created.hasTable(table) else {
      return []
    }
    guard lacksDefault(statement, table, column) else { return [] }
    return [
      statement.finding(
        .notNullWithoutDefault,
        "ADD COLUMN \(table).\(column): NOT NULL without a default, so the running release could insert no row",
        hint: "leave NOT NULL out, or give the column a DEFAULT")
    ]
  }

  private static func lacksDefault(_ statement: AnalysedStatement, _ table: String, _ column: String) -> Bool {
    if let failure = statement.failure { return failure.message.hasPrefix("Cannot add a NOT NULL column") }
    guard let added = statement.after.table(table)?.column(column) else { return false }
    return added.isNotNull && !added.isGenerated && (added.standard ?? "NULL").uppercased() == "NULL"
  }
}
