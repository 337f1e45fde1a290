extension ArraySlice<SQLiteToken> {
  /// The places of tokens that stand in no parentheses of this piece.
  var outer: [Int] {
    var depth = 0
    return indices.filter { index in
      switch self[index].text {
      case "(":
        depth += 1
        return false
      case ")":
        depth -= 1
        return false
      default: return depth == 0
      }
    }
  }

  /// The first of some keywords that stands in no parentheses.
  func firstOuter(of keywords: Set<String>) -> Int? { outer.first { keywords.contains(self[$0].keyword) } }

  /// The pieces between such keywords.
  func parts(at keywords: Set<String>) -> [ArraySlice<SQLiteToken>] {
    var parts: [ArraySlice<SQLiteToken>] = []
    var start = startIndex
    for index in outer where keywords.contains(self[index].keyword) {
      parts.append(self[start..<index])
      start = index + 1
    }
    return parts + [self[start...]]
  }
}

extension SQLiteToken {
  /// The name of a table or column where an expression may stand, folded: there, what stands in single quotes is a text.
  var identifier: String? {
    switch kind {
    case .word, .quotedName: name.map(foldedSQLiteName)
    case .string, .blob, .number, .parameter, .symbol, .comment, .unterminated: nil
    }
  }
}
