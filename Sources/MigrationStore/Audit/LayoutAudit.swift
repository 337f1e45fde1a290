import GRDB

/// The journal's own triggers and indexes, held against those that this version makes. Triggers keep what was recorded;
/// indexes lead to what the history says.
enum LayoutAudit {
  private struct Part: Hashable {
    var type: String
    var name: String
    var sql: String?
  }

  static func strays(in reader: JournalReader) throws(StoreError) -> [Stray] {
    let found = try parts(reader.access)
    let expected = try StoreError.translating(path: reader.access.path) {
      let queue = try DatabaseQueue()
      return try queue.write { database in
        for version in SchemaVersion.all { try database.execute(sql: version.sql) }
        let access = JournalAccess(database, path: "")
        defer { access.end() }
        return try parts(access)
      }
    }
    let names = Set(expected.keys).union(found.keys).sorted()
    let others: [Stray] = names.compactMap { name in
      switch (expected[name], found[name]) {
      case (let expected?, let found?) where expected == found: nil
      case (_?, let found?): stray("\(found.type) \(name) is not as this version makes it")
      case (let expected?, nil): stray("\(expected.type) \(name) is missing")
      case (nil, let found?): stray("\(found.type) \(name.inBrief) does not belong to it")
      case (nil, nil): nil
      }
    }
    return try others + contradictions(reader.access)
  }

  /// An index that does not lead to every row would hide what the history says; a row without the one it belongs to is
  /// left over from something.
  private static func contradictions(_ access: JournalAccess) throws(StoreError) -> [Stray] {
    let first = try access.row("PRAGMA integrity_check(1)") { row in try row.text() } ?? "no answer"
    let orphan = try access.row("PRAGMA foreign_key_check") { row in try row.text() }
    return [
      first == "ok" ? nil : stray(first.inBrief),
      orphan.map { stray("a row of \($0) belongs to a row that is not there") },
    ].compactMap { $0 }
  }

  private static func stray(_ what: String) -> Stray {
    Stray(kind: .layout, what: "journal: " + what, stored: nil, recorded: nil)
  }

  /// By name. Of a table only that it is there: SQLite words it in its own way once a column was added.
  private static func parts(_ access: JournalAccess) throws(StoreError) -> [String: Part] {
    let parts = try access.rows(
      "SELECT type, name, CASE type WHEN 'table' THEN NULL ELSE sql END FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'"
    ) { row in Part(type: try row.text(), name: try row.text(), sql: try row.textOrNil()) }
    return Dictionary(parts.map { ($0.name, $0) }) { first, _ in first }
  }
}
