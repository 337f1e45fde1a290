import MigrationPhases

/// A person's consent to one phase of one rollout of one digest.
public struct ApprovalRecord: Sendable, Hashable {
  public var id: Int64
  public var rolloutID: Int64
  public var phase: Phase
  /// Of the plan that was approved.
  public var digest: String
  public var by: RecordedActor
  public var at: Timestamp
  public var expiresAt: Timestamp?
  public var comment: String?

  public init(
    id: Int64, rolloutID: Int64, phase: Phase, digest: String, by: RecordedActor, at: Timestamp, expiresAt: Timestamp?,
    comment: String?
  ) {
    self.id = id
    self.rolloutID = rolloutID
    self.phase = phase
    self.digest = digest
    self.by = by
    self.at = at
    self.expiresAt = expiresAt
    self.comment = comment
  }
}
