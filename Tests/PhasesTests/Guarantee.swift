import MigrationPhases

extension RolloutState {
  /// What anyone may rely on while the rollout is in this state. A state guarantees; it causes nothing.
  var guarantee: String {
    switch self {
    case .planned: "The plan is registered, and nothing of it has touched this target."
    case .queued(.phase(let phase)):
      "\(phase.rawValue) was asked for and is on record; \(before(phase)), and no try of it is running."
    case .queued(.rollback(let of)):
      "The way back was asked for and is on record; no phase starts any more, and undoing \(of.rawValue) is not running."
    case .running(.phase(let phase), _):
      "One try of \(phase.rawValue) is running, the one with this number; \(before(phase)), and reports of another try "
        + "are only recorded."
    case .running(.rollback(let of), _):
      "One try to undo everything up to \(of.rawValue) is running, the one with this number; no phase starts any more."
    case .paused(let phase):
      "\(phase.rawValue) stands still with what it has done; nothing more of it starts until somebody resumes it."
    case .completed(.expand):
      "The additions of expand are in the target and verified; old and new releases both fit the schema."
    case .completed(.backfill): "Every row that backfill had to write is written and verified."
    case .completed(.switch):
      "Reads and writes have moved and that is verified; the waiting period runs, and there still is a way back."
    case .completed(.contract):
      "The old parts are gone and that is verified; the migration is over, and only a restore point leads back."
    case .halted(.phase(.expand), .failed), .halted(.phase(.contract), .failed),
      .halted(.rollback(of: .expand), .failed),
      .halted(.rollback(of: .backfill), .failed):
      "\(activityName) does not go on: what was under way when a step failed was taken back."
    case .halted(.phase(.backfill), .failed):
      "backfill does not go on: a step failed, and the rows that were written before it stay written."
    case .halted(let activity, .failed):
      "\(activity) does not go on: a step failed; of a program nobody knows how far it came, a script changed nothing."
    case .halted(let activity, .outcomeUnknown):
      "\(activity) does not go on: the last step may or may not have happened, and nobody guesses."
    case .halted(let activity, .stopped): "\(activity) does not go on: a person stopped everything."
    case .halted(let activity, .gatesUnmet):
      "\(activity) did not begin this try: a gate that held when it was asked for held no longer."
    case .halted(let activity, .ledgerWentBack):
      "\(activity) does not go on: the target's ledger does not agree with the record, so neither is believed."
    case .cancelled: "It ended before anything of it touched this target."
    case .rolledBack:
      "What it had done to this target is undone, in one transaction with the ledger that says so; or a person has said "
        + "that nothing of it is left."
    }
  }

  private var activityName: String { activity?.description ?? "" }

  private func before(_ phase: Phase) -> String {
    phase.previous.map { "\($0.rawValue) is complete" } ?? "nothing comes before it"
  }
}
