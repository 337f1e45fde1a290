extension String {
  /// Ends with one full stop: of what it ends with, blanks and a colon with nothing after it are left out.
  var asSentence: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace || last == ":" || last == ";" { text.removeLast() }
    while text.hasSuffix("..") && !text.hasSuffix("...") { text.removeLast() }
    guard let last = text.last, last != ".", last != "!", last != "?", last != "…" else { return String(text) }
    return text + "."
  }
}
