/// The columns that an UPDATE assigns, by its words: right even where they cannot be resolved.
enum SQLiteSetList {
  /// Of the first SET in `tokens` that stands in no parentheses; none where there is none.
  static func columns(in tokens: ArraySlice<SQLiteToken>) -> [SQLiteToken] {
    guard let set = tokens.firstOuter(of: ["SET"]) else { return [] }
    let rest = tokens[(set + 1)...]
    let end = rest.firstOuter(of: ["FROM", "WHERE", "RETURNING", "ORDER", "LIMIT"]) ?? rest.endIndex
    var columns: [SQLiteToken] = []
    var start = rest.startIndex
    let commas = rest[..<end].outer.filter { rest[$0].text == "," }
    for comma in commas + [end] {
      columns += names(of: rest[start..<comma])
      start = comma + 1
    }
    return columns
  }

  /// The columns that an INSERT names; nil where it names none and gives all of them a value. Empty for DEFAULT VALUES.
  static func inserted(in tokens: ArraySlice<SQLiteToken>) -> [SQLiteToken]? {
    guard let into = tokens.firstOuter(of: ["INTO"]) else { return nil }
    var rest = tokens[(into + 1)...]
    if rest.dropFirst().first?.text == "." { rest = rest.dropFirst(2) }
    rest = rest.dropFirst()
    if rest.first?.keyword == "AS" { rest = rest.dropFirst(2) }
    if rest.first?.keyword == "DEFAULT" { return [] }
    guard rest.first?.text == "(" else { return nil }
    return rest.dropFirst().prefix { $0.text != ")" }.filter { $0.name != nil }
  }

  /// `column = …` or `(column, column) = …`
  private static func names(of assignment: ArraySlice<SQLiteToken>) -> [SQLiteToken] {
    guard assignment.first?.text == "(" else { return assignment.first.map { $0.name == nil ? [] : [$0] } ?? [] }
    return assignment.dropFirst().prefix { $0.text != ")" }.filter { $0.name != nil }
  }
}
