import MigrationSQLite

/// Which reported actions write rows of tables, SQLite's own schema table aside.
enum SQLiteWrites {
  static func isWrite(_ action: AuthorizedAction) -> Bool {
    switch action.code {
    case SQLiteActionCode.insert, SQLiteActionCode.update, SQLiteActionCode.delete:
      !["sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"].contains(
        foldedSQLiteName(action.first ?? ""))
    default: false
    }
  }
}
