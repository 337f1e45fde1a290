import MigrationSQLite

/// Tries rows such as the running release may write on a table that was there before, as it is and with what a statement
/// adds to it: what is taken now and refused then is a write that would fail. No rows but the tried one, no triggers,
/// no foreign keys.
enum SQLiteWriteTrial: Sendable, Hashable {
  /// All that were taken before are taken still.
  case taken
  /// No row could be made up that the table takes.
  case untried
  /// In words: the row, and what SQLite says to it.
  case refuses(String, why: String)
  /// Of any two rows one is.
  case refusesSecond

  /// Whether a statement adds what a row could fail by.
  static func isNeeded(_ verb: SQLiteVerb, _ tokens: [SQLiteToken], _ sql: String, _ table: SQLiteSchema.Table) -> Bool
  {
    switch verb {
    case .alter(_, .addColumn):
      let added = SQLiteAddedColumn(sql, tokens)
      let isStrict = SQLiteTokens.of(table.sql).contains { $0.keyword == "STRICT" }
      return added.map { $0.hasCheck || $0.isGenerated || isStrict } ?? false
    case .create(.index, _, _):
      let isPlain = tokens.filter { $0.text == "(" }.count < 2 && !tokens.contains { $0.keyword == "WHERE" }
      return !isPlain || tokens.contains { $0.keyword == "UNIQUE" } || table.columns.contains { $0.isGenerated }
        || SQLiteJSON.isRead(in: tokens)
    case .create, .alter, .drop, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex,
      .analyze, .explain, .other:
      return false
    }
  }

  /// - Parameters:
  ///   - sql: adds a column or an index.
  ///   - old: the table as it was before the plan.
  init(
    _ sql: String, _ tokens: [SQLiteToken], to old: SQLiteSchema.Table, in schema: SQLiteSchema,
    within budget: SQLiteBudget
  ) {
    self = .untried
    let key = foldedSQLiteName(old.name)
    guard let now = schema.tables[key], !now.isVirtual else { return }
    let rows = SQLiteOldRows(of: now, knownAs: old, looking: tokens)
    var taken: [[(column: String, value: String)]] = []
    do {
      let connection = try SQLiteConnection(path: "", mode: .memory)
      budget.bound(connection)
      connection.setLengthLimit(SQLiteSandbox.longestValue)
      let run = { (sql: String) throws(SQLiteError) in
        try budget.begin(sql)
        try connection.run(sql)
      }
      let empty = "DELETE FROM \(quotedSQLiteIdentifier(now.name))"
      try run(now.sql)
      for index in schema.indexes.values where foldedSQLiteName(index.table) == key { try run(index.sql) }
      for row in rows.rows {
        guard (try? run(rows.insert(row))) != nil else { continue }
        taken.append(row)
        try run(empty)
      }
      let pair = rows.pair.map(rows.insert)
      let takesPair = pair.allSatisfy { (try? run($0)) != nil }
      try run(empty)
      try run(sql)
      for row in taken {
        do { try run(rows.insert(row)) } catch {
          if error.isInterrupted { return }
          self = .refuses(rows.words(row), why: error.message)
          return
        }
        try run(empty)
      }
      if !taken.isEmpty { self = .taken }
      if takesPair, (try? run(pair[0])) != nil, (try? run(pair[1])) == nil, !budget.isSpent { self = .refusesSecond }
    } catch {
      return
    }
  }
}
