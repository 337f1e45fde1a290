import MigrationPhases

/// A unique index is a rule that the running release does not know.
enum UniqueIndexRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .create(.index, let name, _) = statement.verb,
      let index = statement.after.indexes[foldedSQLiteName(name)],
      index.isUnique, statement.writeTrial != .refusesSecond, statement.before.indexes[foldedSQLiteName(name)] == nil,
      !script.created.hasTable(index.table),
      let columns = statement.after.table(index.table)
    else { return [] }
    return [
      statement.finding(
        .uniqueIndex, as: .warning,
        "UNIQUE INDEX \(name): rows of \(columns.name) that are equal there make it fail, now or for the running release; "
          + "where that writes with OR REPLACE, one takes the other's place",
        hint: "make sure by a query that there are none and that the running release writes none")
    ]
  }
}
