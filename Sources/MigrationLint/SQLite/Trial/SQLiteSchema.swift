import MigrationSQLite

/// What a database is made of, without rows, at one moment. Keys are folded names.
struct SQLiteSchema: Sendable, Hashable {
  struct Table: Sendable, Hashable {
    var name: String
    var sql: String
    var columns: [Column]
    var isVirtual: Bool
    /// Belongs to a virtual table, which keeps its own rows in it.
    var isShadow: Bool
    /// Its own PRIMARY KEY or UNIQUE makes room for a new row by taking an old one away.
    var replacesOnConflict: Bool
    /// Every name of the one column that a backfill's ranges go along; empty where there are several such columns.
    var rangeKeys: [String]
    var foreignKeys: [ForeignKey]
    /// Columns have all the names of the row's number, which is the only key there is.
    var isKeyless: Bool

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

  /// One column of a foreign key.
  struct ForeignKey: Sendable, Hashable {
    var column: String
    var parent: String
    /// `CASCADE`, `NO ACTION` and so on, as SQLite writes them.
    var onDelete: String
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
          tables[key] = try Table(name: name, sql: sql, run)
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
  static func firstWords(_ sql: String) -> [String] {
    SQLiteTokens.of(String(sql.prefix(200))).prefix(3).map(\.keyword)
  }

  func table(_ name: String) -> Table? { tables[foldedSQLiteName(name)] }
}
