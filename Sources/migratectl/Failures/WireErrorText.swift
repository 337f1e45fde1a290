import MigrationControl
import MigrationPhases

/// What is said about an error that the daemon answered with.
struct WireErrorText: Sendable {
  private static let isSameVersion =
    "Is it of the same version as migratectl? See what it has: migratectl introspect"

  let appearance: Appearance

  func text(_ error: WireError) -> String {
    switch error {
    case .noSuchMigration(let error):
      message(
        "There is no migration \"\(error.migration)\".",
        error.near.isEmpty
          ? "See those there are: migratectl list" : "Did you mean \(Counting.list(error.near, "or"))?")
    case .noSuchTarget(let error):
      message(
        "There is no rollout on a target \"\(error.target)\".",
        error.known.isEmpty
          ? "See the targets there are: migratectl targets" : "There is one on \(Counting.list(error.known)).")
    case .ambiguousTarget(let error):
      message(
        "\(error.migration) has a rollout on each of several targets: say which.",
        "Add \(Counting.list(error.targets.map { "--target \($0)" }, "or")).")
    case .invalidPlan(let error): findings(error.findings, "The plan is invalid")
    case .invalidConfiguration(let error): findings(error.findings, "The configuration is invalid")
    case .alreadyRegistered(let error):
      message(
        "There is a migration \(error.migration) already, with the digest \(error.digest).",
        "A registered plan never changes. Give the new one a name of its own. See the one there is: migratectl show "
          + error.migration)
    case .refused(let error):
      message("Refused: \(error.message)".asSentence, "The rollout is \(error.state.text). Nothing was changed.")
    case .gatesUnmet(let error):
      GateSheet(appearance: appearance).unmet(
        phase: error.phase, migration: error.migration, target: error.target, gates: error.gates)
    case .notPermitted(let error): notPermitted(error)
    case .ownPlan(let error): ownPlan(error)
    case .invalidArgument(let error): message("\(Self.typed(error.argument)): \(error.message)".asSentence)
    case .targetBusy(let error): busy(error)
    case .targetFailed(let error):
      message("\(error.target): \(error.message)".asSentence, "Look at it: migratectl targets")
    case .journalUnavailable(let error): journalUnavailable(error)
    case .messageTooLarge(let error):
      message(
        "What was sent is too long: the daemon takes messages of \(Counting.bytes(error.bound)) at most.",
        "Nothing was changed. The bound is limits.messageSize in the daemon's configuration.")
    case .stopping:
      message(
        "The daemon is stopping and takes no commands.",
        "Try again in a moment. Look at it: systemctl status migrated.service")
    case .notImplemented(let name): message("The daemon does not have \(name).", Self.isSameVersion)
    case .invalidParameter(let name):
      message("The daemon does not take the parameter \(name) as it is.", Self.isSameVersion)
    case .permissionDenied: message("The daemon does not permit this.")
    case .expectedMore:
      message("The daemon answers this more than once, and one answer was asked for.", Self.isSameVersion)
    case .unknown(let name, let parameters):
      message(parameters.isEmpty ? name : "\(name) \(JSONValue.object(parameters))")
    }
  }

  /// The same for what was typed as it was sent.
  func text(mistyped error: WireError) -> String {
    switch error {
    case .notImplemented(let name):
      let near = MethodNames.near(name).map { "Did you mean \($0)? " } ?? ""
      return message("The daemon does not have \(name).", near + "See what it has: migratectl introspect")
    case .invalidParameter(let name):
      return message(
        "The parameter \(name) is missing, unknown, or of another type.", "See what there is: migratectl introspect")
    case .expectedMore: return message("This method answers more than once.", "Add --more.")
    case .noSuchMigration, .noSuchTarget, .ambiguousTarget, .invalidPlan, .invalidConfiguration, .alreadyRegistered,
      .refused, .gatesUnmet, .notPermitted, .ownPlan, .invalidArgument, .targetBusy, .targetFailed, .journalUnavailable,
      .messageTooLarge, .stopping,
      .permissionDenied, .unknown:
      return text(error)
    }
  }

  /// A parameter in the words of the command line.
  private static func typed(_ argument: String) -> String {
    switch argument {
    case "actor": "--actor"
    case "evidence": "--evidence"
    case "expiresIn": "--expires-in"
    case "limit", "last": "-n"
    default: argument
    }
  }

  private func ownPlan(_ error: Wire.OwnPlan) -> String {
    message(
      "Four eyes: \(error.user) registered \(error.migration), so somebody else has to approve it.",
      "Ask another person with the role approver.")
  }

  private func busy(_ error: Wire.TargetBusy) -> String {
    message(
      "Work is under way on \(error.target): \(error.message)".asSentence + " Nothing was changed.",
      "Follow it: migratectl watch --target \(error.target)")
  }

  private func journalUnavailable(_ error: Wire.JournalUnavailable) -> String {
    message(
      "The daemon cannot write its journal and takes no commands: \(error.message)".asSentence,
      "Nothing was changed. Look at: journalctl -u migrated.service, and the space left for its state folder.")
  }

  private func notPermitted(_ error: Wire.NotPermitted) -> String {
    let has =
      error.roles.isEmpty
      ? "has no role" : "has the role\(error.roles.count == 1 ? "" : "s") \(Counting.list(error.roles))"
    return message(
      "\(error.user) may not do this: it takes the role \(error.needed).",
      "\(error.user) \(has). An administrator gives roles in \(error.configuration ?? "the daemon's configuration"); "
        + "then: migratectl reload")
  }

  private func message(_ lines: String...) -> String { FailureText(appearance: appearance).message(lines) }

  private func findings(_ found: [Wire.Finding], _ what: String) -> String {
    let findings = found.map { Finding($0) }
    return FindingSheet(appearance: appearance).text(findings, folder: nil)
      + message("\(what): \(FindingSheet.sum(findings)). Nothing was kept.")
  }
}
