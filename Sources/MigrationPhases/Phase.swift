/// One of the four parts of a migration, in the order they must come.
public enum Phase: String, CaseIterable, Sendable, Hashable, Codable {
  case expand, backfill, `switch`, contract

  /// The phase that may start once this one is complete; nil after contract.
  public var next: Phase? {
    switch self {
    case .expand: .backfill
    case .backfill: .switch
    case .switch: .contract
    case .contract: nil
    }
  }

  /// The phase that must be complete before this one; nil for expand.
  public var previous: Phase? {
    switch self {
    case .expand: nil
    case .backfill: .expand
    case .switch: .backfill
    case .contract: .switch
    }
  }

  /// Running it again after an interruption is harmless, since the target's ledger says how far it came.
  public var isRepeatable: Bool {
    switch self {
    case .expand, .backfill: true
    case .switch, .contract: false
    }
  }
}
