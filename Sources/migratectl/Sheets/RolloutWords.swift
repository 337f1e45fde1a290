import MigrationControl
import MigrationPhases

/// What is said of one rollout, in pieces.
struct RolloutWords: Sendable {
  let rollout: Wire.Rollout
  let appearance: Appearance

  init(_ rollout: Wire.Rollout, _ appearance: Appearance) {
    self.rollout = rollout
    self.appearance = appearance
  }

  /// `add-full-name on shop-production`
  var name: String { SafeText.line("\(rollout.migration) on \(rollout.target)") }

  /// Arguments that mean this rollout on a command line.
  var arguments: String { SafeText.line("\(rollout.migration) -t \(rollout.target)") }

  var tone: Tone {
    switch rollout.state.shape {
    case .planned: .plain
    case .queued, .running: .active
    case .paused: .warning
    case .completed: .good
    case .halted: .bad
    case .cancelled, .rolledBack: .faint
    }
  }

  var state: TableCell { TableCell(rollout.state.text, tone) }

  /// The waiting period is not over.
  var isWaiting: Bool {
    guard rollout.state.shape == .completed, rollout.next == .contract, let until = rollout.waitingUntil else {
      return false
    }
    return appearance.moments.now < Timestamp(microseconds: Int64(until))
  }

  /// Why it halted, as a sentence without its full stop. What a program printed has lines.
  var haltSentence: String {
    let reason = haltReason ?? rollout.state.text
    guard let detail = rollout.detail, !detail.isEmpty else { return reason }
    return "\(reason): \(detail)"
  }

  private var haltReason: String? {
    guard let reason = rollout.state.reason, let activity = Activity(rollout.state) else { return nil }
    return HaltReason(reason).sentence(of: activity)
  }

  /// In a list: what is most worth knowing, if anything.
  var note: String {
    switch rollout.state.shape {
    case .halted: return rollout.detail ?? haltReason ?? ""
    case .running, .queued, .paused:
      let progress = rollout.state.activity == .backfill ? rollout.progress.map { ProgressWords($0).short } : nil
      return [progress, rollout.detail].compactMap { $0 }.joined(separator: ", ")
    case .completed:
      guard isWaiting, let until = rollout.waitingUntil else { return rollout.detail ?? "" }
      return "contract \(appearance.moments.relative(until)) at the earliest"
    case .planned, .cancelled, .rolledBack: return rollout.detail ?? ""
    }
  }

  /// What a person can do next, as a sentence with the command in it.
  var next: String {
    switch rollout.state.shape {
    case .planned, .completed:
      guard let next = rollout.next else { return "nothing: it is complete" }
      if isWaiting, let until = rollout.waitingUntil {
        return "\(next.rawValue), not before \(appearance.moments.both(until))"
      }
      return "\(next.rawValue); what it still needs: migratectl why \(arguments)"
    case .queued, .running: return "nothing; follow it: migratectl watch \(arguments)"
    case .paused: return "migratectl resume \(arguments), or rollback"
    case .halted: return halted
    case .cancelled, .rolledBack: return "nothing: to start again, register the plan under a new name"
    }
  }

  private var halted: String {
    if rollout.state.activity == .rollback { return haltedOnTheWayBack }
    return switch rollout.state.reason {
    case .outcomeUnknown:
      "find out whether the last step happened, then migratectl resolve \(arguments) --done or --not-done"
    case .ledgerWentBack:
      "find out whether the database was restored, then migratectl retry \(arguments), or rollback"
    case .gatesUnmet: "see migratectl why \(arguments), then migratectl retry \(arguments)"
    case .failed, .stopped, nil: "mend what is wrong, then migratectl retry \(arguments), or rollback"
    }
  }

  /// Another rollback is refused here: the way back is all that is left.
  private var haltedOnTheWayBack: String {
    switch rollout.state.reason {
    case .outcomeUnknown:
      "find out whether the last step happened, then migratectl resolve \(arguments) --done or --not-done"
    case .ledgerWentBack:
      "look at the database; once it is restored, migratectl retry \(arguments), or if everything is undone in it, "
        + "migratectl resolve \(arguments) --done --evidence TEXT"
    case .failed:
      "mend what is wrong, then migratectl retry \(arguments), or if everything was undone by hand, "
        + "migratectl resolve \(arguments) --done --evidence TEXT"
    case .gatesUnmet, .stopped, nil: "mend what is wrong, then migratectl retry \(arguments)"
    }
  }

  /// A line of its own about what to do, for standard error.
  var afterwards: String { Wrapping.hanging("Next: ", next, appearance) }
}
