import MigrationPhases

/// A name that hides one that SQLite has given to something else already.
enum ReservedNameRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    tables(statement) + rowids(statement, script.created)
  }

  /// Tables that are there without being made: a made one takes their place for everybody.
  private static func tables(_ statement: AnalysedStatement) -> [Finding] {
    let names = [
      (statement.before.tables.mapValues(\.name), statement.after.tables.mapValues(\.name)),
      (statement.before.views.mapValues(\.name), statement.after.views.mapValues(\.name)),
    ].flatMap { before, after in after.filter { before[$0.key] == nil && isTaken($0.key) }.values }
    return names.sorted().map { name in
      statement.finding(
        .reservedName, "\(name) is a table that SQLite makes up when it is asked, and this one would hide it",
        hint: "use another name")
    }
  }

  private static func isTaken(_ folded: String) -> Bool {
    folded.hasPrefix("pragma_") || ["json_each", "json_tree", "dbstat"].contains(folded)
  }

  /// The number of a row goes by these where no column does.
  private static let rowNames: Set<String> = ["rowid", "_rowid_", "oid"]

  private static func rowids(_ statement: AnalysedStatement, _ created: CreatedObjects) -> [Finding] {
    statement.after.tables.sorted { $0.key < $1.key }.flatMap { key, table -> [Finding] in
      guard let before = statement.before.tables[key], before != table, !created.hasTable(key) else { return [] }
      return table.columns.filter { rowNames.contains(foldedSQLiteName($0.name)) && before.column($0.name) == nil }
        .map { column in
          statement.finding(
            .reservedName,
            "\(table.name).\(column.name): to the running release that name is the number of the row, and would be this "
              + "column from now on",
            hint: "use another name")
        }
    }
  }
}
