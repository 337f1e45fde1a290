import MigrationPhases

extension RolloutState {
  /// Every state there is, with one attempt standing for all.
  static let all: [RolloutState] =
    [.planned]
    + Activity.all.map { .queued($0) }
    + Activity.all.map { .running($0, attempt: 2) }
    + Phase.allCases.map { .paused($0) }
    + Phase.allCases.map { .completed($0) }
    + Activity.all.flatMap { activity in HaltReason.allCases.map { .halted(activity, $0) } }
    + [.cancelled, .rolledBack]
}

extension Command {
  /// Every command, and `advance` with each phase it can name.
  static let everyForm: [Command] = Command.all + Phase.allCases.map { .advance(to: $0) }
}

extension Outcome {
  /// Every outcome of one attempt.
  static func all(attempt: Int) -> [Outcome] {
    [.began(attempt: attempt), .finished(attempt: attempt)]
      + HaltReason.allCases.map { .failed(attempt: attempt, $0) }
      + LastStep.allCases.map { .interrupted(attempt: attempt, $0) }
  }
}
