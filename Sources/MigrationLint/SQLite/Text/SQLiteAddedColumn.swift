/// What `ALTER TABLE … ADD COLUMN` says of the column, by its words: right even where the table is not known.
struct SQLiteAddedColumn {
  /// Name and all, without the semicolon.
  let definition: ArraySlice<SQLiteToken>
  private let bytes: [UInt8]
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
    bytes = Array(sql.utf8)
    text = String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
  }

  private var outer: [SQLiteToken] { definition.outer.map { definition[$0] } }
  private var words: [String] { outer.dropFirst().map(\.keyword) }

  private func says(_ phrase: String...) -> Bool {
    words.indices.contains { words[$0...].starts(with: phrase) }
  }

  var hasCheck: Bool { says("CHECK") }

  /// What stands in the parentheses of each CHECK.
  var checks: [ArraySlice<SQLiteToken>] {
    outer.indices.dropFirst().filter { outer[$0].keyword == "CHECK" }.compactMap { place in
      guard let start = definition.firstIndex(of: outer[place]).map({ $0 + 1 }), start < definition.endIndex,
        definition[start].text == "("
      else { return nil }
      var depth = 0
      for index in start..<definition.endIndex {
        if definition[index].text == "(" { depth += 1 }
        if definition[index].text == ")" { depth -= 1 }
        if depth == 0 { return definition[(start + 1)..<index] }
      }
      return nil
    }
  }

  /// The definition with one CHECK of the given words in place of its own.
  func text(checking condition: ArraySlice<SQLiteToken>) -> String {
    var pieces: [String] = []
    var rest = definition
    for check in checks {
      pieces.append(written(rest[..<(check.startIndex - 2)]))
      rest = rest[(check.endIndex + 1)...]
    }
    return (pieces + [written(rest), "CHECK (", written(condition), "\n)"]).joined(separator: " ")
  }

  private func written(_ tokens: ArraySlice<SQLiteToken>) -> String {
    guard let first = tokens.first, let last = tokens.last else { return "" }
    return String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
  }
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
