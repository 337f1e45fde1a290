/// What `ALTER TABLE … ADD COLUMN` says of the column, by its words: right even where the table is not known.
struct SQLiteAddedColumn {
  /// Name and all, without the semicolon.
  let definition: ArraySlice<SQLiteToken>
  /// The same as it is written.
  let text: String

  /// - Parameter tokens: of `sql`.
  init?(_ sql: String, _ tokens: [SQLiteToken]) {
    guard tokens.first?.keyword == "ALTER", let add = tokens.firstIndex(where: { $0.keyword == "ADD" }) else {
      return nil
    }
    var rest = tokens[(add + 1)...].prefix { $0.text != ";" }
    if rest.first?.keyword == "COLUMN", rest.count > 1 { rest = rest.dropFirst() }
    guard let first = rest.first, let last = rest.last else { return nil }
    definition = rest
    text = String(decoding: Array(sql.utf8)[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
  }

  private var outer: [SQLiteToken] { definition.outer.map { definition[$0] } }
  private var words: [String] { outer.dropFirst().map(\.keyword) }

  private func says(_ phrase: String...) -> Bool {
    words.indices.contains { words[$0...].starts(with: phrase) }
  }

  var hasCheck: Bool { says("CHECK") }
  var isGenerated: Bool { says("AS") }
  var isNotNull: Bool { says("NOT", "NULL") }
  /// Rows that would be NULL there are left out, and nobody is told.
  var ignoresNull: Bool { says("NOT", "NULL", "ON", "CONFLICT", "IGNORE") }
  /// A row that does not name the column has a value there all the same.
  var hasValue: Bool { says("DEFAULT") && !says("DEFAULT", "NULL") }

  /// The tables that it refers to, and what becomes of a row when the one it names is deleted.
  var references: [(parent: String, onDelete: String)] {
    outer.indices.dropFirst().filter { outer[$0].keyword == "REFERENCES" }.compactMap { place in
      let rest = outer[(place + 1)...].prefix { $0.keyword != "REFERENCES" }
      guard let parent = rest.first?.name else { return nil }
      let words = rest.map(\.keyword)
      let action = words.indices.filter { words[$0...].starts(with: ["ON", "DELETE"]) }.last.map { words[($0 + 2)...] }
      guard let action, let first = action.first else { return (parent, "NO ACTION") }
      return (parent, ["CASCADE", "RESTRICT"].contains(first) ? first : action.prefix(2).joined(separator: " "))
    }
  }
}
