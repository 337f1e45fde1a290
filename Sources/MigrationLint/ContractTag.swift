/// The comment line by which a person says that a contract script may destroy: `-- contract-phase-ok: <reason>`.
public struct ContractTag: Sendable, Hashable {
  /// What the words after the tag are worth.
  public enum Worth: Sendable, Hashable {
    case reason
    /// In angle brackets, as `migratectl new` and the documents write it: nobody has said anything yet.
    case placeholder
    /// Too few words, or too few letters in them, to be why.
    case tooLittle
  }

  public static let leastWords = 3
  public static let leastLetters = 10
  static let mark = "contract-phase-ok:"

  /// What follows the tag, without blanks around it.
  public let text: String
  /// Of the script, from 1.
  public let line: Int

  /// The first reason given that is one; nil where there is none.
  public static func reason(in script: String) -> String? { all(in: script).first { $0.worth == .reason }?.text }

  /// Every comment line that is the tag, whatever its reason is worth. The script is taken apart as SQLite does it, so
  /// that what stands inside strings and block comments is no tag, nor is what follows a statement on its line.
  public static func all(in script: String) -> [ContractTag] {
    let bytes = Array(script.utf8)
    var places = SourcePlaces(script, line: 1, column: 1)
    var end = 0
    return SQLiteTokens.all(in: script).compactMap { token in
      defer { end = token.range.upperBound }
      guard token.kind == .comment, token.text.hasPrefix("--") else { return nil }
      guard end == 0 || bytes[end..<token.range.lowerBound].contains(UInt8(ascii: "\n")) else { return nil }
      let comment = token.text.drop { $0 == "-" }.drop { $0.isWhitespace }
      guard comment.hasPrefix(mark) else { return nil }
      let text = comment.dropFirst(mark.count).drop { $0.isWhitespace }
      return ContractTag(
        text: String(text.reversed().drop(while: \.isWhitespace).reversed()),
        line: places.place(of: token.range.lowerBound).line)
    }
  }

  public var worth: Worth {
    if text.hasPrefix("<"), text.hasSuffix(">") { return .placeholder }
    let words = Self.words(of: text)
    let letters = words.reduce(0) { $0 + ($1.first.map(Self.isWord) == true ? Self.lettersOfSign : $1.count) }
    return Set(words).count >= Self.leastWords && letters >= Self.leastLetters ? .reason : .tooLittle
  }

  /// Runs of at least two letters, in lower case. In scripts that put no blanks between words each sign is one.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var current = ""
    for character in text.lowercased() + " " {
      if character.isLetter, !isWord(character) {
        current.append(character)
        continue
      }
      if current.count > 1 { words.append(current) }
      current = ""
      if isWord(character) { words.append(String(character)) }
    }
    return words
  }

  private static let lettersOfSign = 3

  /// Thai to Khmer, kana, and the ideographs.
  private static func isWord(_ character: Character) -> Bool {
    guard character.isLetter, let sign = character.unicodeScalars.first?.value else { return false }
    return (0x0E00...0x109F).contains(sign) || (0x1780...0x17FF).contains(sign) || (0x3040...0x30FF).contains(sign)
      || (0x3400...0x9FFF).contains(sign) || (0x20000...0x3FFFF).contains(sign)
  }
}
