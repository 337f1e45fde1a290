import MigrationSQLite

/// Tries ADD COLUMN on a table that has a row. SQLite refuses some columns only then: NOT NULL without a default, a
/// default that is not constant.
enum SQLiteRowTrial {
  /// Why a table with rows would not take the column; nil where it would, or where no row could be made up.
  static func failure(adding sql: String, to table: SQLiteSchema.Table, within budget: SQLiteBudget) -> SQLiteError? {
    let columns = table.columns.filter { !$0.isGenerated }
    guard !table.isVirtual, !columns.isEmpty else { return nil }
    let names = columns.map { quotedSQLiteIdentifier($0.name) }.joined(separator: ", ")
    let values = columns.map { value(for: $0.type) }.joined(separator: ", ")
    let connection: SQLiteConnection
    do {
      try budget.begin(table.sql + sql)
      connection = try SQLiteConnection(path: "", mode: .memory)
      budget.bound(connection)
      connection.setLengthLimit(SQLiteSandbox.longestValue)
      try connection.run(table.sql)
      try connection.run("PRAGMA ignore_check_constraints = ON")
      try connection.run("INSERT INTO \(quotedSQLiteIdentifier(table.name)) (\(names)) VALUES (\(values))")
    } catch {
      return nil
    }
    do {
      try connection.run(sql)
      return nil
    } catch {
      // The made-up row may offend against checks that the target's rows obey.
      return error.message.contains("constraint failed") ? nil : error
    }
  }

  private static func value(for type: String) -> String {
    let type = type.uppercased()
    if type.contains("INT") { return "1" }
    if type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") { return "'x'" }
    if type.contains("BLOB") { return "x'00'" }
    return "1"
  }
}
