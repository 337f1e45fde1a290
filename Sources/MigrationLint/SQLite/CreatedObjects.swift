/// What the plan's own statements made so far: that is theirs to change and to drop again. Folded names.
struct CreatedObjects: Sendable, Hashable {
  private var tables: Set<String> = []
  private var columns: Set<[String]> = []
  private var others: Set<[String]> = []

  func hasTable(_ name: String) -> Bool { tables.contains(foldedSQLiteName(name)) }

  func hasColumn(_ table: String, _ column: String) -> Bool {
    hasTable(table) || columns.contains([foldedSQLiteName(table), foldedSQLiteName(column)])
  }

  func has(_ kind: SQLiteVerb.Kind, _ name: String) -> Bool {
    kind == .table ? hasTable(name) : others.contains([kind.rawValue, foldedSQLiteName(name)])
  }

  /// Adds what a statement says that it makes, where it could not be tried out.
  mutating func note(said verb: SQLiteVerb) {
    switch verb {
    case .create(.table, let name, _): tables.insert(foldedSQLiteName(name))
    case .create(let kind, let name, _): others.insert([kind.rawValue, foldedSQLiteName(name)])
    case .alter(let table, .addColumn(let column)):
      columns.insert([foldedSQLiteName(table), foldedSQLiteName(column)])
    case .alter, .drop, .insert, .update, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
      .explain, .other:
      break
    }
  }

  /// Adds what `after` has and `before` had not, and takes out what is gone.
  mutating func note(before: SQLiteSchema, after: SQLiteSchema) {
    guard before != after else { return }
    tables.formUnion(Set(after.tables.keys).subtracting(before.tables.keys))
    tables.subtract(Set(before.tables.keys).subtracting(after.tables.keys))
    for key in Set(before.tables.keys).union(after.tables.keys) where before.tables[key] != after.tables[key] {
      let old = Set((before.tables[key]?.columns ?? []).map { [key, foldedSQLiteName($0.name)] })
      let new = Set((after.tables[key]?.columns ?? []).map { [key, foldedSQLiteName($0.name)] })
      columns.formUnion(new.subtracting(old))
      columns.subtract(old.subtracting(new))
    }
    for (kind, old, new) in [
      (SQLiteVerb.Kind.index, before.indexes, after.indexes), (.view, before.views, after.views),
      (.trigger, before.triggers, after.triggers),
    ] {
      others.formUnion(Set(new.keys).subtracting(old.keys).map { [kind.rawValue, $0] })
      others.subtract(Set(old.keys).subtracting(new.keys).map { [kind.rawValue, $0] })
    }
  }
}
