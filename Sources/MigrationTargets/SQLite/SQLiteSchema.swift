import MigrationDigest
import MigrationSQLite

/// The application's schema, without the ledger.
struct SQLiteSchema {
  let session: SQLiteSession

  /// Tables, then indexes, views and triggers, each in the order they were made.
  func statements() throws(TargetError) -> [String] {
    // sqlite_% are SQLite's own (made along with what needs them), shadow tables those of a virtual table.
    let rows = try session.run(
      """
      SELECT s.sql FROM sqlite_schema AS s
      WHERE s.sql IS NOT NULL
        AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND lower(s.tbl_name) NOT IN ('migrated_schema', 'migrated_ledger', 'migrated_backfill', 'migrated_lease')
        AND s.name NOT LIKE 'migrated\\_in\\_step\\_%' ESCAPE '\\'
        AND NOT (s.type = 'table' AND s.name IN (SELECT l.name FROM pragma_table_list AS l WHERE l.type = 'shadow'))
      ORDER BY CASE s.type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, s.rowid
      """)
    return rows.compactMap { $0[0].text }
  }

  /// SHA-256 over the statements: the same whatever the order they were made in, their blanks and their comments.
  func fingerprint() throws(TargetError) -> String {
    let texts = try statements().map(Self.normalised).sorted()
    return SHA256.hex(of: texts.joined(separator: "\u{0}").utf8)
  }

  /// One blank for each run of blanks and comments outside quotes.
  static func normalised(_ sql: String) -> String {
    var out: [UInt8] = []
    var rest = Array(sql.utf8)[...]
    var isBlank = false
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: " "), 9, 10, 12, 13:
        rest.removeFirst()
        isBlank = true
        continue
      case UInt8(ascii: "-") where rest.dropFirst().first == byte:
        rest = rest.drop { $0 != 10 }
        isBlank = true
        continue
      case UInt8(ascii: "/") where rest.dropFirst().first == UInt8(ascii: "*"):
        rest = afterComment(rest.dropFirst(2))
        isBlank = true
        continue
      default: break
      }
      if isBlank, !out.isEmpty { out.append(UInt8(ascii: " ")) }
      isBlank = false
      let token = token(at: rest)
      out += token
      rest = rest.dropFirst(token.count)
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func afterComment(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "*"), rest.first == UInt8(ascii: "/") { return rest.dropFirst() }
    }
    return rest
  }

  /// A whole quoted piece, or one byte. A doubled quote reads as two pieces side by side, which does no harm here.
  private static func token(at bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let close: UInt8
    switch bytes.first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): close = bytes[bytes.startIndex]
    case UInt8(ascii: "["): close = UInt8(ascii: "]")
    default: return bytes.prefix(1)
    }
    guard let end = bytes.dropFirst().firstIndex(of: close) else { return bytes }
    return bytes[...end]
  }
}
