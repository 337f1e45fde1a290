import MigrationPhases

/// A conversation with one rollout from `planned` on. Lines that begin with `> ` are commands and outcomes, `#` begins a
/// comment; what follows a `>` line is the answer, written by `replayed`.
struct Scenario {
  var text: String

  /// The same text with the answers that the code gives today.
  func replayed() throws(ScenarioError) -> String {
    var state = RolloutState.planned
    var lines: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("> ") {
        let (next, answer) = try answered(line.dropFirst(2), in: state, line: number + 1)
        state = next
        lines += [String(line), "  " + answer]
      } else if line.isEmpty || line.hasPrefix("#") {
        lines.append(String(line))
      }
    }
    return lines.joined(separator: "\n")
  }

  private func answered(_ words: Substring, in state: RolloutState, line: Int) throws(ScenarioError) -> (
    RolloutState, String
  ) {
    let words = words.split(separator: " ").map(String.init)
    if let command = command(words) {
      do throws(Refusal) {
        let next = try state.after(command)
        return (next, next.description)
      } catch {
        return (state, "refused as \(error.code): \(error.message)")
      }
    }
    guard let outcome = outcome(words) else { throw ScenarioError(line: line, words: words) }
    let next = state.after(outcome)
    return (next ?? state, next?.description ?? "too late: it stays \(state)")
  }

  private func command(_ words: [String]) -> Command? {
    switch (words.first, words.dropFirst().first) {
    case ("advance", nil): .advance(to: nil)
    case ("advance", let name?): Phase(rawValue: name).map { .advance(to: $0) }
    case ("resolve", let name?): Command.Resolution(rawValue: name).map { .resolve($0) }
    case (let name, nil): Command.all.first { $0.description == name }
    default: nil
    }
  }

  private func outcome(_ words: [String]) -> Outcome? {
    guard words.count > 1, let attempt = Int(words[1]) else { return nil }
    let detail = words.count > 2 ? words[2] : ""
    return switch words[0] {
    case "began": .began(attempt: attempt)
    case "finished": .finished(attempt: attempt)
    case "failed": HaltReason(rawValue: detail).map { .failed(attempt: attempt, $0) }
    case "interrupted": Outcome.LastStep(rawValue: detail).map { .interrupted(attempt: attempt, $0) }
    default: nil
    }
  }
}
