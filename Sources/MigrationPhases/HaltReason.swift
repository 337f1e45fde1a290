/// Why a rollout stopped and needs a person.
public enum HaltReason: String, CaseIterable, Sendable, Hashable, Codable {
  /// A step failed.
  case failed
  /// It cannot be known whether the last step happened. Only `resolve` leads on.
  case outcomeUnknown
  /// Somebody stopped everything.
  case stopped
  /// A gate that held when the phase was asked for no longer held when it was to start.
  case gatesUnmet
  /// The target's ledger does not agree with the record: the database went back, is another one, or was tampered with.
  case ledgerWentBack

  /// A sentence for a person, without a full stop.
  public func sentence(of activity: Activity) -> String {
    switch self {
    case .failed: activity.failure
    case .outcomeUnknown: "it is not known whether the last step happened"
    case .stopped: "everything was stopped by a person"
    case .gatesUnmet: "a gate no longer held at the moment of starting"
    case .ledgerWentBack: "the target's ledger does not agree with what is on record"
    }
  }
}

extension Activity {
  /// What is known of a step that failed.
  fileprivate var failure: String {
    switch self {
    case .phase(.expand), .phase(.contract), .rollback(of: .expand), .rollback(of: .backfill):
      "a step failed, the transaction under way was taken back"
    case .phase(.backfill): "a step failed, what was written before it stays"
    case .phase(.switch), .rollback(of: .switch), .rollback(of: .contract):
      "a step failed; of a program it is not known how far it came"
    }
  }
}
