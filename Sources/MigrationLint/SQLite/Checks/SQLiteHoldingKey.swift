import MigrationSQLite

/// A foreign key that is new and that, once a row uses it, keeps the running release from deleting a row that was there
/// before: where foreign keys are enforced, SQLite refuses the DELETE (https://sqlite.org/foreignkeys.html#fk_actions).
struct SQLiteHoldingKey: Sendable, Hashable {
  let child: String
  let column: String
  /// The table that it names.
  let parent: String
  let isRestrict: Bool

  /// Those of one table, or of all.
  static func all(of only: String? = nil, in schema: SQLiteSchema, _ created: CreatedObjects) -> [SQLiteHoldingKey] {
    let held = held(in: schema, created)
    let tables = schema.tables.sorted { $0.key < $1.key }.map(\.value)
    return tables.filter { only == nil || foldedSQLiteName($0.name) == only.map(foldedSQLiteName) }.flatMap { table in
      table.foreignKeys.compactMap { key -> SQLiteHoldingKey? in
        let parent = foldedSQLiteName(key.parent)
        guard created.hasColumn(table.name, key.column), held(parent), parent != foldedSQLiteName(table.name),
          holds(key, table)
        else { return nil }
        return SQLiteHoldingKey(
          child: table.name, column: key.column, parent: schema.table(key.parent)?.name ?? key.parent,
          isRestrict: key.onDelete == "RESTRICT")
      }
    }
  }

  private static func holds(_ key: SQLiteSchema.ForeignKey, _ table: SQLiteSchema.Table) -> Bool {
    switch key.onDelete {
    case "CASCADE": return false
    case "SET NULL", "SET DEFAULT":
      // A primary key that is the row's number takes no NULL either.
      guard let column = table.column(key.column) else { return false }
      return column.isNotNull || (column.keyPlace > 0 && table.rangeKeys.contains(column.name))
    default: return true  // NO ACTION and RESTRICT
    }
  }

  /// Whether the running release's DELETE reaches a table: it was there before, or its rows go along with those of one
  /// that was.
  private static func held(in schema: SQLiteSchema, _ created: CreatedObjects) -> (String) -> Bool {
    var reached: Set<String> = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (name, table) in schema.tables where created.hasTable(name) && !reached.contains(name) {
        let goesAlong = table.foreignKeys.contains { key in
          let parent = foldedSQLiteName(key.parent)
          return key.onDelete == "CASCADE" && (!created.hasTable(parent) || reached.contains(parent))
        }
        if goesAlong { isGrowing = reached.insert(name).inserted }
      }
    }
    return { !created.hasTable($0) || reached.contains($0) }
  }

  /// For sentences: what it keeps from being done.
  var words: String {
    "with foreign keys enforced, rows of \(child) that name a row of \(parent) keep the running release from deleting it"
  }

  static let remedy =
    "write ON DELETE CASCADE in a new table, ON DELETE SET NULL in an old one; or leave REFERENCES out; or delete the "
    + "rows that name it in a BEFORE DELETE trigger"

  /// Whether a statement gives the column a value.
  func isFilled(by verb: SQLiteVerb, _ tokens: ArraySlice<SQLiteToken>, in schema: SQLiteSchema) -> Bool {
    let folded = foldedSQLiteName(column)
    switch verb {
    case .insert(let table, _):
      guard foldedSQLiteName(table) == foldedSQLiteName(child) else { return false }
      guard let names = SQLiteSetList.inserted(in: tokens) else { return true }
      let standard = schema.table(child)?.column(column)?.standard ?? "NULL"
      return names.contains { $0.name.map(foldedSQLiteName) == folded } || standard.uppercased() != "NULL"
        || SQLiteSetList.columns(in: tokens).contains { $0.name.map(foldedSQLiteName) == folded }
    case .update(let table, _):
      return foldedSQLiteName(table) == foldedSQLiteName(child)
        && SQLiteSetList.columns(in: tokens).contains { $0.name.map(foldedSQLiteName) == folded }
    case .create, .drop, .alter, .delete, .select, .transaction, .attach, .pragma, .vacuum, .reindex, .analyze,
      .explain, .other:
      return false
    }
  }
}
