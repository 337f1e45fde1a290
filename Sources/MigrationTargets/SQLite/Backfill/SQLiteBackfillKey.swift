import MigrationSQLite

/// What a table's rows are gone over by: an order in which each row has a place of its own.
struct SQLiteBackfillKey: Sendable, Hashable {
  struct Column: Sendable, Hashable {
    var name: String
    /// The order of the primary key's index, which need not be the column's own; nil for a rowid.
    var collation: String?
  }

  /// As the database spells it.
  var table: String
  var columns: [Column]
  /// The primary key's index, of a table without rowid; nil where the key is the rowid.
  var index: String?
  /// Rows have no name but the rowid, and VACUUM may give them others (https://sqlite.org/lang_vacuum.html).
  var isPassing = false

  /// Kept in the ledger to notice a table that was rebuilt with another key in the middle of a backfill.
  var stored: String {
    columns.map { quotedSQLiteIdentifier($0.name) + ($0.collation.map { " \($0)" } ?? "") }.joined(separator: ", ")
  }

  static func find(table: String, in session: SQLiteSession) throws(TargetError) -> SQLiteBackfillKey {
    let found = try session.run(
      "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND lower(name) = lower(:table)",
      [":table": .text(table)])
    guard let row = found.first, let name = row[0].text, let type = row[1].text else {
      throw .unsupported("\(session.file.path): there is no table \(table) to backfill")
    }
    guard type == "table", !name.lowercased().hasPrefix("sqlite_") else {
      let kind = type == "view" ? "a view" : "a \(type) table"
      throw .unsupported("\(name) is \(kind); only a plain table can be backfilled")
    }
    guard !SQLiteLedgerLayout.tables.contains(name.lowercased()) else {
      throw .unsupported("\(name) is the ledger's; a plan must not touch it")
    }
    return row[2] == .integer(1) ? try withoutRowid(name, in: session) : try rowid(name, in: session)
  }

  private static func withoutRowid(_ table: String, in session: SQLiteSession) throws(TargetError) -> Self {
    let rows = try session.run(
      """
      SELECT l.name, x.name, x.coll FROM pragma_index_list(:table) AS l, pragma_index_xinfo(l.name) AS x
      WHERE l.origin = 'pk' AND x.key = 1 ORDER BY x.seqno
      """, [":table": .text(table)])
    let columns = rows.compactMap { row in row[1].text.map { Column(name: $0, collation: row[2].text) } }
    guard let index = rows.first?[0].text, columns.count == rows.count else {
      throw .unsupported("\(table) has no key that a backfill could go by")
    }
    return Self(table: table, columns: columns, index: index)
  }

  private static func rowid(_ table: String, in session: SQLiteSession) throws(TargetError) -> Self {
    let rows = try session.run("SELECT name, pk FROM pragma_table_xinfo(:table)", [":table": .text(table)])
    let indexed = try session.run(
      "SELECT 1 FROM pragma_index_list(:table) WHERE origin = 'pk'", [":table": .text(table)])
    let primary = rows.filter { $0[1] != .integer(0) }.compactMap { $0[0].text }
    // A primary key of one column without an index of its own is the rowid (https://sqlite.org/lang_createtable.html#rowid).
    if primary.count == 1, indexed.isEmpty { return Self(table: table, columns: [Column(name: primary[0])]) }
    let taken = Set(rows.compactMap { $0[0].text?.lowercased() })
    guard let name = ["rowid", "_rowid_", "oid"].first(where: { !taken.contains($0) }) else {
      throw .unsupported(
        "\(table) has columns named rowid, _rowid_ and oid, so that its rows have no name of their own")
    }
    return Self(table: table, columns: [Column(name: name)], isPassing: true)
  }

  /// Whether writing this column would move rows in the key's order, as SQLite's authorizer spells the column.
  func isKey(_ column: String) -> Bool {
    let column = column.lowercased()
    if columns.contains(where: { $0.name.lowercased() == column }) { return true }
    return index == nil && column == "rowid"
  }
}

extension SQLiteBackfillKey.Column {
  init(name: String) { self.init(name: name, collation: nil) }
}
