/// Functions that fail on a text that is no JSON, and so make what uses them fail.
enum SQLiteJSON {
  /// Whether such a function is called, or an operator that is one, and nothing asks `json_valid`.
  static func isRead(in tokens: [SQLiteToken]) -> Bool {
    let words = tokens.map { foldedSQLiteName($0.text) }
    guard !words.contains("json_valid") else { return false }
    return words.indices.dropLast().contains { index in
      (words[index].hasPrefix("json") && words[index + 1] == "(") || (words[index] == "-" && words[index + 1] == ">")
    }
  }
}
