import MigrationControl

/// Prints the history as it comes.
struct HistoryPrinter: Sendable {
  let output: Output
  /// Lines are not cut to the terminal's width.
  let isFull: Bool

  private var lines: HistoryLines {
    var appearance = output.appearance
    if isFull { appearance.width = nil }
    return HistoryLines(appearance: appearance)
  }

  /// What there is now; gathered first where it may be paged.
  func print(_ daemon: Daemon, _ asked: Call.History.Parameters) throws(Failure) {
    let lines = lines
    let isGathered = Terminal.isTerminal(.output)
    var text = lines.legend
    var hasEntries = false
    try daemon.stream(Call.History.name, try Daemon.object(asked)) { (reply) throws(Failure) in
      if showJSON(reply) { return true }
      for entry in try Answer<Call.History>(json: reply).read().entries {
        hasEntries = true
        text += lines.text(entry)
      }
      if !isGathered, hasEntries {
        output.show(text)
        text = ""
      }
      return true
    }
    guard output.json == .off else { return }
    if hasEntries { output.show(text, paged: true) } else { output.tell("No entries.\n") }
  }

  /// What there is and what is added, until the process is interrupted.
  func follow(_ daemon: Daemon, _ asked: Call.History.Parameters) throws(Failure) {
    let lines = lines
    LastWords.onInterrupt(Terminal.isTerminal(.output) ? "\n" : "", status: ExitStatus.done.rawValue)
    var asked = asked
    if output.json == .off { output.show(lines.legend) }
    let added = { (reply: JSONObject) throws(Failure) -> Bool in
      for entry in try Answer<Call.History>(json: reply).read().entries {
        asked.after = entry.seq
        asked.last = nil
        if output.json == .off { output.show(lines.text(entry)) }
      }
      _ = showJSON(reply)
      return true
    }
    try Follower(daemon: daemon, output: output).stream(
      Call.History.name, { () throws(Failure) in try Daemon.object(asked) }, each: added)
  }

  /// An entry a line, or a value; false where text is wanted.
  private func showJSON(_ reply: JSONObject) -> Bool {
    guard output.json != .off else { return false }
    for entry in reply["entries"]?.array ?? [] { _ = output.show(entry) }
    return true
  }
}
