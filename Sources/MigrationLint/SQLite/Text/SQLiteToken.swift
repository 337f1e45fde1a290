/// A piece of SQL text.
struct SQLiteToken: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// A keyword or a bare name.
    case word
    /// A name in `"`, `` ` `` or brackets.
    case quotedName
    case string
    case blob
    case number
    case parameter
    case symbol
    case comment
    /// Begins as one of the others and has no end.
    case unterminated
  }

  var kind: Kind
  /// Bytes of the text that it was found in.
  var range: Range<Int>
  var text: String

  /// A bare word in capitals, as keywords are compared; empty for anything else.
  var keyword: String { kind == .word ? text.uppercased() : "" }

  /// What it names: quotation marks taken off; nil where it can be no name. SQLite takes strings for names, too.
  var name: String? {
    switch kind {
    case .word: return text
    case .quotedName, .string:
      // Bytes, since a letter may combine with the quotation mark before it.
      guard let mark = text.utf8.first, text.utf8.count >= 2 else { return nil }
      let body = String(decoding: text.utf8.dropFirst().dropLast(), as: UTF8.self)
      let quote = String(decoding: [mark], as: UTF8.self)
      return quote == "[" ? body : body.replacing(quote + quote, with: quote)
    case .blob, .number, .parameter, .symbol, .comment, .unterminated: return nil
    }
  }
}

/// A name as SQLite compares names: ASCII letters in lower case.
func foldedSQLiteName(_ name: String) -> String {
  guard name.utf8.contains(where: { (65...90).contains($0) }) else { return name }
  return String(decoding: name.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
}
