/// Goes through an interface file token by token and keeps the comments on the way.
struct InterfaceScanner {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  /// From 1.
  private(set) var line = 1

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var isAtEnd: Bool { index >= scalars.count }

  /// What was skipped before a token.
  struct Gap {
    /// The lines of the comments that stand on lines of their own directly before the token.
    var documentation = ""
    var hasLineBreak = false
    var isEmpty = true
  }

  /// Skips white space and comments. A blank line, or anything else between a comment and the token, parts them; a
  /// comment behind something on the same line documents nothing.
  mutating func skipBlanks() -> Gap {
    var gap = Gap()
    var comment: [String] = []
    var isLineStart = index == 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "#" {
        let text = commentText()
        if isLineStart { comment.append(text) }
        gap.hasLineBreak = gap.hasLineBreak || !isAtEnd
        isLineStart = takeLineBreak()
      } else if Self.isLineBreak(scalar) {
        if isLineStart { comment = [] }
        isLineStart = takeLineBreak()
        gap.hasLineBreak = true
      } else if Self.isBlank(scalar) {
        index += 1
      } else {
        break
      }
      gap.isEmpty = false
    }
    gap.documentation = comment.joined(separator: "\n")
    return gap
  }

  /// Takes exactly this, if it comes next.
  mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= scalars.count else { return false }
    for offset in 0..<count where scalars[index + offset].value != UInt32(text.utf8Start[offset]) { return false }
    index += count
    return true
  }

  /// Takes letters, digits and whatever else is given, as far as they go.
  mutating func word(with extra: Set<Unicode.Scalar>) -> String {
    var word = String.UnicodeScalarView()
    while index < scalars.count, Self.isLetterOrDigit(scalars[index]) || extra.contains(scalars[index]) {
      word.append(scalars[index])
      index += 1
    }
    return String(word)
  }

  /// What comes next, for messages.
  var found: String {
    guard index < scalars.count else { return "the end" }
    let scalar = scalars[index]
    return Self.isLineBreak(scalar) ? "the end of the line" : "\"\(scalar)\""
  }

  private mutating func commentText() -> String {
    index += 1
    if index < scalars.count, scalars[index] == " " { index += 1 }
    var text = String.UnicodeScalarView()
    while index < scalars.count, !Self.isLineBreak(scalars[index]) {
      text.append(scalars[index])
      index += 1
    }
    return String(text)
  }

  private mutating func takeLineBreak() -> Bool {
    guard index < scalars.count, Self.isLineBreak(scalars[index]) else { return false }
    let isReturn = scalars[index] == "\r"
    index += 1
    if isReturn, index < scalars.count, scalars[index] == "\n" { index += 1 }
    line += 1
    return true
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\u{A0}", "\u{FEFF}", "\u{1680}", "\u{180E}", "\u{2000}"..."\u{200A}", "\u{202F}", "\u{205F}",
      "\u{3000}":
      true
    default: false
    }
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }
}
