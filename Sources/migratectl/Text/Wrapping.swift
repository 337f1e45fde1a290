/// Breaks text between words so that it fits the terminal.
enum Wrapping {
  /// Text is not squeezed into less than this.
  private static let least = 20

  /// `head`, then the text; its further lines begin under the first. Each line has its line break.
  static func hanging(_ head: String, _ text: String, _ appearance: Appearance, _ tone: Tone = .plain) -> String {
    let margin = TextWidth.of(head)
    var result = ""
    for line in SafeText.lines(text) {
      for part in broken(line, into: appearance.width.map { max(least, $0 - margin) }) {
        result += (result.isEmpty ? head : TextWidth.blanks(margin)) + tone.paint(part, appearance) + "\n"
      }
    }
    return result
  }

  /// At least one line; a word that is longer than the width stands alone, unbroken, so that it can be copied.
  static func broken(_ text: String, into width: Int?) -> [String] {
    guard let width, TextWidth.of(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if TextWidth.of(line) + 1 + TextWidth.of(String(word)) <= width {
        line += " \(word)"
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    lines.append(line)
    return lines
  }
}
