/// Facts about one thing: labels on the left, ending at one column, what is said of them on the right.
struct Sheet: Sendable {
  private var entries: [(label: String, text: String, tone: Tone)] = []
  /// The column at which labels end.
  private let margin: Int

  init(margin: Int = 12) { self.margin = margin }

  /// Nothing is added for nil.
  mutating func add(_ label: String, _ text: String?, _ tone: Tone = .plain) {
    if let text { entries.append((label, text, tone)) }
  }

  /// Lines, each with its line break; what is too long for the width goes on under its beginning.
  func text(_ appearance: Appearance) -> String {
    var result = ""
    for entry in entries {
      let head = TextWidth.blanks(margin - TextWidth.of(entry.label)) + entry.label + ": "
      result += Wrapping.hanging(head, entry.text, appearance, entry.tone)
    }
    return result
  }
}
