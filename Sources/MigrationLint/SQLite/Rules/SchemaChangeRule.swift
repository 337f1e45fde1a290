import MigrationPhases

/// Whatever the other rules do not name: after expand everything that was there before is there still, unchanged.
enum SchemaChangeRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard statement.before != statement.after else { return [] }
    return lost(statement, script.created).map {
      statement.finding(
        .schemaChange, "\($0), and the running release may rely on it",
        hint: "add beside it what is new, and take the old away in contract")
    }
  }

  private static func lost(_ statement: AnalysedStatement, _ created: CreatedObjects) -> [String] {
    var lost: [String] = []
    for (key, old) in statement.before.tables.sorted(by: { $0.key < $1.key }) where !created.hasTable(key) {
      guard let new = statement.after.tables[key] else {
        lost.append("table \(old.name) is gone")
        continue
      }
      for column in old.columns where !created.hasColumn(key, column.name) {
        let now = new.column(column.name)
        if now != column { lost.append("column \(old.name).\(column.name) \(now == nil ? "is gone" : "is changed")") }
      }
    }
    for (kind, before, after) in [
      (SQLiteVerb.Kind.index, statement.before.indexes, statement.after.indexes),
      (.view, statement.before.views, statement.after.views),
      (.trigger, statement.before.triggers, statement.after.triggers),
    ] {
      for (key, old) in before.sorted(by: { $0.key < $1.key }) where !created.has(kind, key) && after[key] != old {
        lost.append("\(kind.rawValue) \(old.name) \(after[key] == nil ? "is gone" : "is changed")")
      }
    }
    return lost
  }
}
