/// What two schemas differ in, for people, each in a few words.
enum SQLiteSchemaChanges {
  /// Sentences such as `table Log is left over`, where `now` should equal `wanted`.
  static func list(wanted: SQLiteSchema, now: SQLiteSchema) -> [String] {
    var changes = compare(wanted.tables, now.tables, "table", \.name, tableChanges)
    let isSame: (SQLiteSchema.Object, SQLiteSchema.Object) -> [String] = { wanted, now in
      sameText(wanted.sql, now.sql) ? [] : ["differs"]
    }
    for (kind, wanted, now) in [
      ("index", wanted.indexes, now.indexes), ("view", wanted.views, now.views),
      ("trigger", wanted.triggers, now.triggers),
    ] {
      changes += compare(wanted, now, kind, \.name) { wanted, now in
        isSame(wanted, now).map { "\(kind) \(now.name) \($0)" }
      }
    }
    return changes
  }

  /// Names such as `table Log` and `column Log.Line`, of what is in `before` and not in `after`.
  static func losses(from before: SQLiteSchema, to after: SQLiteSchema) -> [String] {
    let tables = before.tables.sorted { $0.key < $1.key }.flatMap { key, table -> [String] in
      guard let other = after.tables[key] else { return ["table \(table.name)"] }
      return table.columns.filter { other.column($0.name) == nil }.map { "column \(table.name).\($0.name)" }
    }
    let others = [
      ("index", before.indexes, after.indexes), ("view", before.views, after.views),
      ("trigger", before.triggers, after.triggers),
    ].flatMap { kind, before, after in
      before.filter { after[$0.key] == nil }.map { "\(kind) \($0.value.name)" }.sorted()
    }
    return tables + others
  }

  private static func compare<Value>(
    _ wanted: [String: Value], _ now: [String: Value], _ kind: String, _ name: KeyPath<Value, String>,
    _ differences: (Value, Value) -> [String]
  ) -> [String] {
    Set(wanted.keys).union(now.keys).sorted().flatMap { key -> [String] in
      switch (wanted[key], now[key]) {
      case (let wanted?, nil): ["\(kind) \(wanted[keyPath: name]) is gone"]
      case (nil, let now?): ["\(kind) \(now[keyPath: name]) is left over"]
      case (let wanted?, let now?): differences(wanted, now)
      case (nil, nil): []
      }
    }
  }

  /// What differs between two tables of one name.
  static func tableChanges(_ wanted: SQLiteSchema.Table, _ now: SQLiteSchema.Table) -> [String] {
    if sameText(wanted.sql, now.sql) { return [] }
    var changes: [String] = []
    for column in wanted.columns {
      guard let other = now.column(column.name) else {
        changes.append("column \(wanted.name).\(column.name) is gone")
        continue
      }
      if other != column { changes.append("column \(wanted.name).\(column.name) differs") }
    }
    for column in now.columns where wanted.column(column.name) == nil {
      changes.append("column \(now.name).\(column.name) is left over")
    }
    return changes.isEmpty ? ["table \(now.name) differs in its definition"] : changes
  }

  /// Whether two definitions say the same, blanks and comments aside.
  private static func sameText(_ left: String, _ right: String) -> Bool {
    left == right || SQLiteTokens.of(left).map(\.text) == SQLiteTokens.of(right).map(\.text)
  }
}
