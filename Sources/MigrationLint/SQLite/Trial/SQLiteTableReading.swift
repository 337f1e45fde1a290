import MigrationSQLite

extension SQLiteSchema.Table {
  /// Asks `run` for what is not in the definition's words.
  init(name: String, sql: String, _ run: SQLiteSchema.Run) throws(SQLiteError) {
    let quoted = quotedSQLiteIdentifier(name)
    let columns = try run("PRAGMA main.table_xinfo(\(quoted))").compactMap { row -> SQLiteSchema.Column? in
      guard let name = row[1].text else { return nil }
      return SQLiteSchema.Column(
        name: name, type: row[2].text ?? "", isNotNull: row[3].integer == 1, standard: row[4].text,
        keyPlace: Int(row[5].integer ?? 0), isGenerated: (row[6].integer ?? 0) != 0)
    }
    let kind = try run("PRAGMA main.table_list(\(quoted))").first ?? []
    // A primary key of one column without an index of its own is the rowid (https://sqlite.org/lang_createtable.html#rowid).
    let hasKeyIndex = try run("PRAGMA main.index_list(\(quoted))").contains { $0[3].text == "pk" }
    let foreignKeys = try run("PRAGMA main.foreign_key_list(\(quoted))").compactMap { row -> SQLiteSchema.ForeignKey? in
      guard let parent = row[2].text, let column = row[3].text else { return nil }
      return SQLiteSchema.ForeignKey(column: column, parent: parent, onDelete: row[6].text ?? "NO ACTION")
    }
    let hasRowid = kind.dropFirst(4).first?.integer != 1
    let rangeKeys = Self.rangeKeys(columns, hasRowid: hasRowid, isRowidIndexed: hasKeyIndex)
    self.init(
      name: name, sql: sql, columns: columns, isVirtual: SQLiteSchema.firstWords(sql).contains("VIRTUAL"),
      isShadow: kind.dropFirst(2).first?.text == "shadow", replacesOnConflict: Self.replacesOnConflict(sql),
      rangeKeys: rangeKeys, foreignKeys: foreignKeys, isKeyless: hasRowid && rangeKeys.isEmpty)
  }

  /// `ON CONFLICT REPLACE`, but not after NOT NULL, where it puts the default in.
  private static func replacesOnConflict(_ sql: String) -> Bool {
    let words = SQLiteTokens.of(sql).map(\.keyword)
    return words.indices.dropLast(2).contains { index in
      words[index...].starts(with: ["ON", "CONFLICT", "REPLACE"]) && !(index > 1 && words[index - 1] == "NULL")
    }
  }

  private static func rangeKeys(
    _ columns: [SQLiteSchema.Column], hasRowid: Bool, isRowidIndexed: Bool
  ) -> [String] {
    let primary = columns.filter { $0.keyPlace > 0 }.map(\.name)
    guard hasRowid else { return primary.count == 1 ? primary : [] }
    let taken = Set(columns.map { foldedSQLiteName($0.name) })
    let alias = primary.count == 1 && !isRowidIndexed ? primary : []
    return alias + ["rowid", "_rowid_", "oid"].filter { !taken.contains($0) }
  }
}
