/// The key of the last row that a backfill went over.
struct SQLiteCursor: Sendable, Hashable {
  /// One for each column of the key.
  var values: [SQLiteKeyValue]

  init(values: [SQLiteKeyValue]) { self.values = values }

  /// As the ledger keeps it; nil when the text is not one.
  init?(stored: String) {
    let parts = stored.split(separator: " ")
    values = parts.compactMap { SQLiteKeyValue(stored: $0) }
    if values.count != parts.count || values.isEmpty { return nil }
  }

  var stored: String { values.map(\.stored).joined(separator: " ") }

  /// For a message: `5`, or `('a', 5)`.
  var words: String {
    let words = values.map(\.words).joined(separator: ", ")
    return values.count == 1 ? words : "(\(words))"
  }
}
