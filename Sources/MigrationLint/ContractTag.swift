/// The comment line by which a person says that a contract script may destroy: `-- contract-phase-ok: <reason>`.
public enum ContractTag {
  public static let leastCharacters = 10
  static let mark = "contract-phase-ok:"

  /// The reason given, where there is one of at least ten characters; nil otherwise.
  public static func reason(in text: String) -> String? {
    all(in: text).first { $0.reason.count >= leastCharacters }?.reason
  }

  /// Every line that looks like the tag, with its number from 1, whatever the reason is worth.
  static func all(in text: String) -> [(line: Int, reason: String)] {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    return lines.enumerated().compactMap { number, line in
      let body = line.drop(while: { $0.isWhitespace || $0 == "\u{FEFF}" })
      guard body.hasPrefix("--") else { return nil }
      let comment = body.drop { $0 == "-" }.drop { $0.isWhitespace }
      guard comment.hasPrefix(mark) else { return nil }
      let reason = comment.dropFirst(mark.count).drop { $0.isWhitespace }
      return (number + 1, String(reason.reversed().drop(while: \.isWhitespace).reversed()))
    }
  }
}
