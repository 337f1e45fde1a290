/// A rollout whose stored state is not the one that its history leads to.
public struct StrayState: Sendable, Hashable {
  public var migration: String
  public var target: String
  /// The state's description as stored.
  public var stored: String
  /// The last state in the history; nil when it has none for this rollout.
  public var recorded: String?

  public init(migration: String, target: String, stored: String, recorded: String?) {
    self.migration = migration
    self.target = target
    self.stored = stored
    self.recorded = recorded
  }

  /// A sentence for a person.
  public var what: String {
    "\(migration) on \(target) is stored as \(stored), its history says \(recorded ?? "nothing")"
  }
}
