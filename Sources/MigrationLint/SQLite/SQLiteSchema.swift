import MigrationSQLite

/// What a database is made of, without rows, at one moment. Keys are folded names.
struct SQLiteSchema: Sendable, Hashable {
  struct Table: Sendable, Hashable {
    var name: String
    var sql: String
    var columns: [Column]
    var isVirtual: Bool

    func column(_ name: String) -> Column? {
      let folded = foldedSQLiteName(name)
      return columns.first { foldedSQLiteName($0.name) == folded }
    }
  }

  struct Column: Sendable, Hashable {
    var name: String
    var type: String
    var isNotNull: Bool
    var standard: String?
    /// Its place in the primary key from 1; 0 where it has none.
    var keyPlace: Int
    /// Made by an expression, or hidden in a virtual table: cannot be written.
    var isGenerated: Bool
  }

  /// An index, a view or a trigger.
  struct Object: Sendable, Hashable {
    var name: String
    /// The table it is on; a view's own name.
    var table: String
    var sql: String
    var isUnique: Bool
  }

  var tables: [String: Table] = [:]
  var indexes: [String: Object] = [:]
  var views: [String: Object] = [:]
  var triggers: [String: Object] = [:]

  init() {}

  /// Runs a statement and gives its rows.
  typealias Run = (String) throws(SQLiteError) -> [[SQLiteValue]]

  /// Reads the main schema of what `run` asks. Tables whose SQL is the same as in `earlier` are taken from there.
  init(earlier: SQLiteSchema, _ run: Run) throws(SQLiteError) {
    let rows = try run(
      "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    for row in rows {
      guard let type = row[0].text, let name = row[1].text, let table = row[2].text, let sql = row[3].text else {
        continue
      }
      let key = foldedSQLiteName(name)
      switch type {
      case "table":
        if let same = earlier.tables[key], same.sql == sql {
          tables[key] = same
        } else {
          let columns = try SQLiteSchema.columns(of: name, run)
          let isVirtual = SQLiteSchema.firstWords(sql).contains("VIRTUAL")
          tables[key] = Table(name: name, sql: sql, columns: columns, isVirtual: isVirtual)
        }
      case "index":
        if let same = earlier.indexes[key], same.sql == sql, same.table == table {
          indexes[key] = same
          continue
        }
        indexes[key] = Object(
          name: name, table: table, sql: sql, isUnique: SQLiteSchema.firstWords(sql).contains("UNIQUE"))
      case "view": views[key] = Object(name: name, table: name, sql: sql, isUnique: false)
      case "trigger": triggers[key] = Object(name: name, table: table, sql: sql, isUnique: false)
      default: continue  // SQLite has no other types
      }
    }
  }

  /// The three words that a definition begins with.
  private static func firstWords(_ sql: String) -> [String] {
    SQLiteTokens.of(String(sql.prefix(200))).prefix(3).map(\.keyword)
  }

  func table(_ name: String) -> Table? { tables[foldedSQLiteName(name)] }

  private static func columns(of table: String, _ run: Run) throws(SQLiteError) -> [Column] {
    try run("PRAGMA main.table_xinfo(\(quotedSQLiteIdentifier(table)))").compactMap { row in
      guard let name = row[1].text else { return nil }
      return Column(
        name: name, type: row[2].text ?? "", isNotNull: row[3].integer == 1, standard: row[4].text,
        keyPlace: Int(row[5].integer ?? 0), isGenerated: (row[6].integer ?? 0) != 0)
    }
  }
}
