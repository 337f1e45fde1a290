import MigrationSQLite

/// Which reported actions write rows of tables, SQLite's own schema table aside.
enum SQLiteWrites {
  /// Reading this table runs PRAGMA optimize, which writes what ANALYZE finds. No other such table does anything.
  static func isOptimize(_ action: AuthorizedAction) -> Bool {
    action.code == SQLiteActionCode.read && action.first.map(foldedSQLiteName) == "pragma_optimize"
  }

  static func isWrite(_ action: AuthorizedAction) -> Bool {
    switch action.code {
    case SQLiteActionCode.insert, SQLiteActionCode.update, SQLiteActionCode.delete:
      !["sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"].contains(
        foldedSQLiteName(action.first ?? ""))
    default: false
    }
  }
}
