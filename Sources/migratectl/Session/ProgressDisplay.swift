import MigrationControl

/// Shows how rollouts go on, on standard error: drawn over on a terminal, a line for each change elsewhere.
struct ProgressDisplay {
  private let stream: StandardStream
  private let appearance: Appearance
  private let isSilent: Bool
  private let isLive: Bool
  private var board = LiveBoard()
  private var drawn = 0

  /// Progress of a command that waits.
  init(_ output: Output) {
    self.init(.error, output.errorAppearance, isSilent: output.isQuiet)
  }

  init(_ stream: StandardStream, _ appearance: Appearance, isSilent: Bool = false) {
    self.stream = stream
    self.appearance = appearance
    self.isSilent = isSilent
    isLive = Terminal.isTerminal(stream) && Terminal.environment("TERM") != "dumb"
  }

  mutating func show(_ rollout: Wire.Rollout) {
    guard !isSilent else { return }
    guard isLive else {
      stream.write(WatchLines(appearance: appearance).text(rollout))
      return
    }
    board.take(rollout)
    let lines = board.lines(appearance)
    // Up over what was drawn, then each line with what was behind it cleared, then everything below.
    let up = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
    stream.write("\r" + up + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    drawn = lines.count
  }
}
