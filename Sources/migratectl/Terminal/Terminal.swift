import Glibc

/// What the process can learn about where its output goes.
enum Terminal {
  static func isTerminal(_ stream: StandardStream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Somebody sits there who can be asked: questions go to standard error, answers come from standard input.
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isTerminal(.error) }

  static func appearance(of stream: StandardStream, hasLegend: Bool, moments: Moments) -> Appearance {
    guard isTerminal(stream) else { return Appearance(hasLegend: hasLegend, moments: moments) }
    let size = size(of: stream)
    let isDumb = environment("TERM") == "dumb"
    return Appearance(
      width: size.columns, height: size.lines, isColored: environment("NO_COLOR") == nil && !isDumb,
      hasGlyphs: isUnicode, hasLegend: hasLegend, moments: moments)
  }

  /// nil where it is absent or empty: an empty NO_COLOR counts as none (https://no-color.org).
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  private static func size(of stream: StandardStream) -> (columns: Int, lines: Int) {
    var size = winsize()
    let isKnown = ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0
    let columns = environment("COLUMNS").flatMap { Int($0) } ?? (isKnown ? Int(size.ws_col) : 0)
    return (columns > 0 ? columns : 80, isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  private static var isUnicode: Bool {
    let locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
    let upper = locale.uppercased()
    return upper.hasSuffix("UTF-8") || upper.hasSuffix("UTF8")
  }
}
