/// Text that came from elsewhere, made harmless for a terminal: nothing in it moves the cursor, changes colours or the
/// direction of writing, or begins a line.
enum SafeText {
  /// On one line: each control character stands as its escape, line breaks too, except those at the end.
  static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var safe = ""
    var scalars = text.unicodeScalars[...]
    while scalars.last == "\n" { scalars.removeLast() }
    for scalar in scalars {
      if isUnsafe(scalar) { safe += escape(scalar) } else { safe.unicodeScalars.append(scalar) }
    }
    return safe
  }

  /// The same for text of several lines, which stay lines; tabs become blanks.
  static func lines(_ text: String) -> [String] {
    var all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { line(tabless($0)) }
    while all.count > 1, all.last == "" { all.removeLast() }
    return all
  }

  private static func tabless(_ text: Substring) -> String {
    guard text.contains("\t") else { return String(text) }
    var spaced = ""
    for character in text { spaced += character == "\t" ? "  " : String(character) }
    return spaced
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
}
