import Glibc
import MigrationControl
import MigrationPhases

/// What is said about a failure on standard error: what, where, what now.
struct FailureText: Sendable {
  let appearance: Appearance
  /// Lines of the files that findings are about.
  var source: @Sendable (_ path: String, _ line: Int) -> String? = { _, _ in nil }

  /// Lines, each with its line break; empty where everything is said already.
  func text(_ failure: Failure) -> String {
    switch failure {
    case .answered(let error): WireErrorText(appearance: appearance).text(error)
    case .mistyped(let error): WireErrorText(appearance: appearance).text(mistyped: error)
    case .control(let error), .statusUnavailable(let error): text(error)
    case .unreadable(let method, let error):
      message(
        "The answer to \(method) is not as this version expects it: \(error.description)".asSentence,
        "Are migratectl and migrated of the same version? --json=short shows the answer as it came.")
    case .usage(let text), .failed(let text): message(text)
    case .unconfirmed(let what, let adding):
      message(
        "This would \(what), and nobody is there to confirm it.", "Nothing was done. Add \(adding) to do it anyway.")
    case .declined: message("Nothing was done.")
    case .invalidPlan(let folder, let findings):
      FindingSheet(appearance: appearance, source: source).text(findings, folder: folder)
        + message("\(folder): \(FindingSheet.sum(findings)). Nothing was kept.")
    case .planTooLarge(let plan): PlanTooLargeText(appearance: appearance).text(plan)
    case .strayed(let rollout, let end): strayed(rollout, end)
    case .said: ""
    }
  }

  /// `Error: ` and the first line, then the others under it.
  func message(_ lines: String...) -> String { message(lines) }

  func message(_ lines: [String]) -> String {
    var result = ""
    for line in lines {
      let head = result.isEmpty ? "Error: " : ""
      var text = Wrapping.hanging(head, line, appearance)
      if result.isEmpty { text = Tone.bad.paint("Error:", appearance) + text.dropFirst(head.count - 1) }
      result += text
    }
    return result
  }

  private func text(_ error: ControlError) -> String {
    switch error {
    case .unreachable(let path, let number):
      message(
        "The daemon does not answer at \(path): \(String(cString: strerror(number))).",
        "Look at it: systemctl status migrated.socket migrated.service",
        "Start it: systemctl start migrated.socket")
    case .permissionDenied(let path, let group?):
      message(
        "You may not connect to \(path): its group is \(group), and you are not in it.",
        "An administrator can add you: usermod --append --groups \(group) USER; then log in again.")
    case .permissionDenied(let path, nil):
      message("You may not connect to \(path).", "Look at its owner and mode: ls -l \(path)")
    case .protocolViolation(let what):
      message(
        "What answers does not speak the daemon's protocol: \(what)".asSentence,
        "Is it the right socket, and of the same version as migratectl?")
    case .timedOut(let span):
      message(
        "No answer within \(span.inWords). Whether it was carried out is not known.",
        "Look before you repeat it: migratectl list, migratectl history -n 5")
    case .closed:
      message(
        "The daemon closed the connection before it answered. Whether it was carried out is not known.",
        "Look before you repeat it: migratectl list, migratectl history -n 5")
    case .replied(let name, let parameters):
      WireErrorText(appearance: appearance).text(WireError(name, parameters))
    }
  }

  private func strayed(_ rollout: Wire.Rollout, _ end: FollowedEnd) -> String {
    let words = RolloutWords(rollout, appearance)
    switch end {
    case .reached: return ""
    case .halted:
      return message("\(words.name) halted: \(words.haltSentence)".asSentence) + words.afterwards
    case .paused: return message("\(words.name) was paused: \(rollout.state.text)".asSentence) + words.afterwards
    case .elsewhere:
      return message("\(words.name) went another way: \(rollout.state.text)".asSentence) + words.afterwards
    }
  }
}
