/// Why a command does not apply to a state, whatever the gates say.
public enum Refusal: Error, Sendable, Hashable {
  /// The activity is queued or running already.
  case underWay(Activity)
  /// `advance` named a phase that is not the next one.
  case otherPhase(asked: Phase, next: Phase)
  /// `advance` named no phase, and the next one is started by name only.
  case unnamed(Phase)
  /// Paused: resume (or roll back) is what leads on.
  case paused(Phase)
  /// Halted: retry, resolve or roll back is what leads on.
  case halted(Activity, HaltReason)
  /// Nothing leads on from a final state.
  case ended(RolloutState)
  case notPaused(RolloutState)
  case notHalted(RolloutState)
  case notUnknown(RolloutState)
  /// The last step's outcome is unknown; a person says what became of it first.
  case mustResolve(Activity)
  /// Nothing is queued or running.
  case notUnderWay(RolloutState)
  /// Cannot be stopped half-way.
  case cannotPause(Activity)
  /// Nothing was done yet; `cancel` is the word.
  case nothingToRollBack
  /// Contract has begun or is complete: there is no way back but the restore point.
  case pastTheWayBack
  /// Undoing expand would take away, or break, what others have built on it since; what that is, in words.
  case othersStandOnIt([String])
  /// The configuration has no such target any more: nothing could be undone there.
  case targetGone(String)
  /// `cancel` is for what has not started; `rollback` for the rest.
  case alreadyStarted(RolloutState)

  /// The stable code on the wire and in the record.
  public var code: String {
    switch self {
    case .underWay: "underWay"
    case .otherPhase: "otherPhase"
    case .unnamed: "unnamed"
    case .paused: "paused"
    case .halted: "halted"
    case .ended: "ended"
    case .notPaused: "notPaused"
    case .notHalted: "notHalted"
    case .notUnknown: "notUnknown"
    case .mustResolve: "mustResolve"
    case .notUnderWay: "notUnderWay"
    case .cannotPause: "cannotPause"
    case .nothingToRollBack: "nothingToRollBack"
    case .pastTheWayBack: "pastTheWayBack"
    case .othersStandOnIt: "othersStandOnIt"
    case .targetGone: "targetGone"
    case .alreadyStarted: "alreadyStarted"
    }
  }

  /// What is the matter and what to do, for a tired person.
  public var message: String {
    switch self {
    case .underWay(let activity):
      "\(activity) is under way already; follow it with `migratectl watch`"
    case .otherPhase(let asked, let next):
      "the next phase is \(next.rawValue), not \(asked.rawValue)"
    case .unnamed(let next):
      "the next phase is \(next.rawValue): what it takes away is gone, so it is started by name only; add `--to \(next.rawValue)`"
    case .paused(let phase):
      "\(phase.rawValue) is paused; `migratectl resume` goes on with it, `migratectl rollback` undoes it"
    case .halted(let activity, .outcomeUnknown):
      "\(activity) is halted: \(HaltReason.outcomeUnknown.sentence(of: activity)); find out, then `migratectl resolve`"
    case .halted(.rollback(let of), .ledgerWentBack):
      "\(Activity.rollback(of: of)) is halted: \(HaltReason.ledgerWentBack.sentence(of: .rollback(of: of))); see `migratectl show`, then "
        + "`migratectl retry`, or `migratectl resolve` once the database was looked at"
    case .halted(.rollback(let of), .failed):
      "\(Activity.rollback(of: of)) is halted: \(HaltReason.failed.sentence(of: .rollback(of: of))); see `migratectl show`, then "
        + "`migratectl retry`, or `migratectl resolve` once it was undone by hand"
    case .halted(.rollback(let of), let reason):
      "\(Activity.rollback(of: of)) is halted: \(reason.sentence(of: .rollback(of: of))); see `migratectl show`, then `migratectl retry`"
    case .halted(let activity, let reason):
      "\(activity) is halted: \(reason.sentence(of: activity)); see `migratectl show`, then `migratectl retry` or `migratectl rollback`"
    case .ended(.cancelled): "it was cancelled; register the plan under a new name to start again"
    case .ended(.rolledBack): "it was rolled back; register the plan under a new name to start again"
    case .ended: "it is complete; nothing is left to do"
    case .notPaused(let state): "it is \(state), not paused; there is nothing to resume"
    case .notHalted(let state): "it is \(state), not halted; there is nothing to retry"
    case .notUnknown(let state):
      "it is \(state); only a rollout whose outcome is unknown can be resolved, or as done a rollback that failed or that "
        + "the ledger does not bear out"
    case .mustResolve(let activity):
      "it is not known whether the last step of \(activity) happened; find out, then `migratectl resolve`"
    case .notUnderWay(let state): "it is \(state); nothing is queued or running that could be paused"
    case .cannotPause(let activity): "\(activity) cannot be stopped half-way; it ends on its own or halts"
    case .nothingToRollBack: "nothing was done yet; `migratectl cancel` ends it"
    case .pastTheWayBack:
      "contract has begun, so it cannot be rolled back; `migratectl show` names the restore point made before it"
    case .othersStandOnIt(let what):
      "others have built on what it made: \(what.joined(separator: "; ")); roll back first what came after it, "
        + "or take that away by hand if nobody needs it"
    case .targetGone(let target):
      "the configuration has no target '\(target)'; put it there again, then `migratectl reload`"
    case .alreadyStarted(let state):
      "it is \(state); `cancel` is for what has not started, `migratectl rollback` undoes the rest"
    }
  }
}
