import MigrationPhases

/// SQLite has one writer at a time for the whole database: while a statement reads an old table from end to end, the
/// running release can write nothing.
enum LongWorkRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    switch statement.verb {
    case .create(.index, let name, _):
      guard let index = statement.after.indexes[foldedSQLiteName(name)],
        statement.before.indexes[foldedSQLiteName(name)] == nil, !script.created.hasTable(index.table)
      else { return [] }
      let table = statement.after.table(index.table)?.name ?? index.table
      return [finding(statement, "CREATE INDEX \(name)", reading: [table])]
    case .create(.table, let name, _):
      guard statement.before.table(name) == nil else { return [] }
      return reading(statement, "CREATE TABLE \(name)", script.created)
    case .insert(let table, _): return reading(statement, "INSERT INTO \(table)", script.created)
    case .create, .alter, .drop, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
      .explain, .other:
      return []
    }
  }

  /// Rows that are made of an old table's.
  private static func reading(
    _ statement: AnalysedStatement, _ name: String, _ created: CreatedObjects
  ) -> [Finding] {
    let reads = statement.look.actions.filter { $0.code == SQLiteActionCode.read && $0.trigger == nil }
    let tables = Set(reads.compactMap { $0.first.flatMap { statement.before.table($0)?.name } })
    let old = tables.filter { !created.hasTable($0) }.sorted()
    return old.isEmpty ? [] : [finding(statement, name, reading: old)]
  }

  private static func finding(
    _ statement: AnalysedStatement, _ name: String, reading tables: [String]
  ) -> Finding {
    let words = tables.joined(separator: ", ")
    return statement.finding(
      .blocksWriters, as: .warning,
      "\(name): nobody can write to the database while it reads \(words), which was there before",
      hint: "where \(words) is large, advance when little is written, and let the application wait that long "
        + "(busy_timeout)"
    )
  }
}
