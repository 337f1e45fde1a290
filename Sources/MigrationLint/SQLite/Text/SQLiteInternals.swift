/// Tables whose rows are SQLite's own business.
enum SQLiteInternals {
  /// Why nobody else writes to a table; nil where anybody may.
  static func reason(against table: String, in schema: SQLiteSchema) -> String? {
    if foldedSQLiteName(table).hasPrefix("sqlite_") { return "it is SQLite's own" }
    return schema.table(table)?.isShadow == true ? "a virtual table keeps its rows there" : nil
  }

  /// Whether it is an INSERT that a virtual table takes for a command, since it names the table as a column of its own:
  /// `INSERT INTO notes (notes) VALUES ('delete-all')` (https://sqlite.org/fts5.html#special_insert_commands).
  static func isCommand(_ verb: SQLiteVerb, _ tokens: ArraySlice<SQLiteToken>, in schema: SQLiteSchema) -> Bool {
    guard case .insert(let table, _) = verb, schema.table(table)?.isVirtual == true else { return false }
    let name = foldedSQLiteName(table)
    guard let place = tokens.firstIndex(where: { $0.name.map(foldedSQLiteName) == name }) else { return false }
    var rest = tokens[(place + 1)...]
    if rest.first?.keyword == "AS" { rest = rest.dropFirst(2) }
    guard rest.first?.text == "(" else { return false }
    return rest.prefix { $0.text != ")" }.contains { $0.name.map(foldedSQLiteName) == name }
  }
}
