import MigrationControl

/// Where and how a command's results are printed.
struct Output: Sendable {
  let json: JSONFormat
  let isQuiet: Bool
  private let mayPage: Bool
  let appearance: Appearance
  /// How messages look.
  let errorAppearance: Appearance

  init(_ options: GlobalOptions) {
    let onTerminal = Terminal.isTerminal(.output)
    json = options.json ?? (options.isJSON ? (onTerminal ? .pretty : .short) : .off)
    isQuiet = options.quiet
    mayPage = onTerminal && !options.hasNoPager
    let moments = options.moments
    appearance = Terminal.appearance(of: .output, hasLegend: !options.hasNoLegend, moments: moments)
    errorAppearance = Terminal.appearance(of: .error, hasLegend: true, moments: moments)
  }

  /// The answer as JSON where that was asked for, else as `render` has it.
  func show<Method: ControlMethod>(
    _ answer: Answer<Method>, paged: Bool = false, _ render: (Method.Reply, Appearance) -> String
  ) throws(Failure) {
    if show(.object(answer.json)) { return }
    show(render(try answer.read(), appearance), paged: paged)
  }

  /// Prints JSON where that was asked for; false where it was not.
  func show(_ value: JSONValue) -> Bool {
    switch json {
    case .off: return false
    case .pretty: StandardStream.output.write(IndentedJSON.text(value))
    case .short: StandardStream.output.write("\(value)\n")
    }
    return true
  }

  func show(_ text: String, paged: Bool = false) {
    let lines = text.utf8.reduce(into: 0) { $0 += $1 == UInt8(ascii: "\n") ? 1 : 0 }
    if paged, mayPage, lines >= appearance.height ?? Int.max, Pager.show(text) { return }
    StandardStream.output.write(text)
  }

  /// A hint or progress: on standard error, not with --quiet.
  func tell(_ text: String) {
    if !isQuiet { StandardStream.error.write(text) }
  }
}
