/// What a piece of text is to say by its colour. Never the only place where it is said.
enum Tone: Sendable {
  case plain, good, bad, warning, active, faint, strong

  /// SGR parameters (ECMA-48); nil for none.
  private var code: String? {
    switch self {
    case .plain: nil
    case .good: "32"
    case .bad: "1;31"
    case .warning: "33"
    case .active: "36"
    case .faint: "2"
    case .strong: "1"
    }
  }

  func paint(_ text: String, _ appearance: Appearance) -> String {
    guard appearance.isColored, let code, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
