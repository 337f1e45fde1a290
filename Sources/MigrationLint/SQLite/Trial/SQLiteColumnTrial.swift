import MigrationSQLite

/// A new column alone in a table of its own, to see whether its CHECK holds for a row that does not name it.
enum SQLiteColumnTrial: Sendable, Hashable {
  /// For such a row the check holds, whatever else is in the row.
  case holds
  /// The check looks at more than the column.
  case depends
  /// No such row would be taken, or chance decides.
  case refuses

  /// What chance or the connection decides.
  private static let unsteady: Set<String> = [
    "random", "randomblob", "changes", "total_changes", "last_insert_rowid",
  ]

  init(_ column: SQLiteAddedColumn, named name: String, within budget: SQLiteBudget) {
    let trials = column.checks.map { check -> Self in
      if check.contains(where: { $0.kind == .word && Self.unsteady.contains(foldedSQLiteName($0.text)) }) {
        return .refuses
      }
      let whole = Self.alone(column.text(checking: check), check, named: name, within: budget)
      guard whole == .depends, !check.contains(where: { $0.keyword == "CASE" }) else { return whole }
      // One side of an OR is enough.
      let sides = check.parts(at: ["OR"])
      guard sides.count > 1 else { return whole }
      let holds = sides.contains {
        !$0.isEmpty && Self.alone(column.text(checking: $0), $0, named: name, within: budget) == .holds
      }
      return holds ? .holds : .depends
    }
    self = trials.contains(.refuses) ? .refuses : trials.contains(.depends) ? .depends : .holds
  }

  private static func alone(
    _ definition: String, _ check: ArraySlice<SQLiteToken>, named name: String, within budget: SQLiteBudget
  ) -> Self {
    let own = foldedSQLiteName(name)
    // Names in double quotes are texts to SQLite where there is no such column.
    guard check.allSatisfy({ $0.kind != .quotedName || $0.name.map(foldedSQLiteName) == own }) else { return .depends }
    let table = "CREATE TABLE one (\(definition)\n)"
    do {
      try budget.begin(table)
      let connection = try SQLiteConnection(path: "", mode: .memory)
      budget.bound(connection)
      try connection.run(table)
      try connection.run("INSERT INTO one DEFAULT VALUES")
      return .holds
    } catch {
      // A missing default for NOT NULL has a rule of its own.
      return !error.isConstraint ? .depends : error.message.hasPrefix("CHECK") ? .refuses : .holds
    }
  }
}
