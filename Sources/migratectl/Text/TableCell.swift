/// A cell of a table: one line of text and its tone.
struct TableCell: Sendable, ExpressibleByStringInterpolation {
  var text: String
  var tone: Tone

  init(_ text: String, _ tone: Tone = .plain) {
    self.text = SafeText.line(text)
    self.tone = tone
  }

  init(stringLiteral value: String) { self.init(value) }
}
