import MigrationPhases

extension Wire {
  /// One migration on one target.
  public struct Rollout: Codable, Sendable, Hashable {
    /// The migration's name.
    public var migration: String
    /// The target's name.
    public var target: String
    /// The target's environment.
    public var environment: String
    /// Where it stands.
    public var state: Wire.State
    /// What happened last, in words, where there is something to say: why it halted.
    public var detail: String?
    /// When the state changed last.
    public var changedAt: Int
    /// The phase that advance would start; absent where it would start none.
    public var next: Phase?
    /// When the waiting period before contract is over at the earliest; absent before switch is complete.
    public var waitingUntil: Int?
    /// How far the backfill is; absent where none has begun.
    public var progress: Wire.Progress?

    public init(
      migration: String, target: String, environment: String, state: Wire.State, detail: String? = nil, changedAt: Int,
      next: Phase? = nil, waitingUntil: Int? = nil, progress: Wire.Progress? = nil
    ) {
      self.migration = migration
      self.target = target
      self.environment = environment
      self.state = state
      self.detail = detail
      self.changedAt = changedAt
      self.next = next
      self.waitingUntil = waitingUntil
      self.progress = progress
    }
  }
}
