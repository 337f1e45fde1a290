extension Plan {
  /// Whether a text can be a plan's name: `^[a-z][a-z0-9-]{0,62}$`.
  public static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...63).contains(bytes.count), let first = bytes.first, (97...122).contains(first) else { return false }
    return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
  }

  /// The name that somebody probably meant, with `-` for what cannot be in one.
  static func name(like text: String) -> String? {
    let words = text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let name = words.joined(separator: "-")
    return isName(name) ? name : nil
  }
}
