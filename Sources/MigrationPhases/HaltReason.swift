/// Why a rollout stopped and needs a person.
public enum HaltReason: String, CaseIterable, Sendable, Hashable, Codable {
  /// A step failed; nothing of that step was applied.
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
  public var sentence: String {
    switch self {
    case .failed: "a step failed and nothing of that step was applied"
    case .outcomeUnknown: "it is not known whether the last step happened"
    case .stopped: "everything was stopped by a person"
    case .gatesUnmet: "a gate no longer held at the moment of starting"
    case .ledgerWentBack: "the target's ledger does not agree with what is on record"
    }
  }
}
