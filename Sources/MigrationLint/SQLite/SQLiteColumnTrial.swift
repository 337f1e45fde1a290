import MigrationSQLite

/// A new column alone in a table of its own, to see whether its CHECK holds for a row that does not name it.
enum SQLiteColumnTrial: Sendable, Hashable {
  /// For such a row the check holds, whatever else is in the row.
  case holds
  /// The check looks at more than the column.
  case depends
  /// No such row would be taken.
  case refuses

  /// What chance or the connection decides.
  private static let unsteady: Set<String> = [
    "random", "randomblob", "changes", "total_changes", "last_insert_rowid",
  ]

  init(_ column: SQLiteAddedColumn, named name: String, within budget: SQLiteBudget) {
    let own = foldedSQLiteName(name)
    // Names in double quotes are texts to SQLite where there is no such column.
    let isSteady = column.definition.allSatisfy { token in
      switch token.kind {
      case .word: !Self.unsteady.contains(foldedSQLiteName(token.text))
      case .quotedName: token.name.map(foldedSQLiteName) == own
      case .string, .blob, .number, .parameter, .symbol, .comment, .unterminated: true
      }
    }
    guard isSteady else {
      self = .depends
      return
    }
    let table = "CREATE TABLE one (\(column.text)\n)"
    do {
      try budget.begin(table)
      let connection = try SQLiteConnection(path: "", mode: .memory)
      budget.bound(connection)
      try connection.run(table)
      try connection.run("INSERT INTO one DEFAULT VALUES")
      self = .holds
    } catch {
      // A missing default for NOT NULL has a rule of its own.
      self = !error.isConstraint ? .depends : error.message.hasPrefix("CHECK") ? .refuses : .holds
    }
  }
}
