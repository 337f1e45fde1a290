import MigrationPhases

/// One migration on one target, as it stands.
public struct RolloutRecord: Sendable, Hashable {
  public var id: Int64
  public var migrationID: Int64
  public var migration: String
  public var target: String
  public var environment: String
  public var state: RolloutState
  /// The highest attempt that ever began; 0 before the first.
  public var attempts: Int
  /// Why it halted, or another word on the state.
  public var detail: String?
  public var changedAt: Timestamp
  /// The phases that stand complete and verified, each with the moment of the last time it became so.
  public var completedAt: [Phase: Timestamp]

  /// When switch was complete and verified; the waiting period starts here.
  public var switchedAt: Timestamp? { completedAt[.switch] }

  public init(
    id: Int64, migrationID: Int64, migration: String, target: String, environment: String, state: RolloutState,
    attempts: Int, detail: String?, changedAt: Timestamp, completedAt: [Phase: Timestamp]
  ) {
    self.id = id
    self.migrationID = migrationID
    self.migration = migration
    self.target = target
    self.environment = environment
    self.state = state
    self.attempts = attempts
    self.detail = detail
    self.changedAt = changedAt
    self.completedAt = completedAt
  }
}
