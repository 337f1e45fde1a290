import MigrationPhases

/// A claim on a checklist item. All are kept; the last one for an item is the one that counts.
public struct SignOffRecord: Sendable, Hashable {
  public var id: Int64
  public var rolloutID: Int64
  public var item: String
  public var evidence: String
  public var by: RecordedActor
  public var at: Timestamp
  public var expiresAt: Timestamp?

  public init(
    id: Int64, rolloutID: Int64, item: String, evidence: String, by: RecordedActor, at: Timestamp,
    expiresAt: Timestamp?
  ) {
    self.id = id
    self.rolloutID = rolloutID
    self.item = item
    self.evidence = evidence
    self.by = by
    self.at = at
    self.expiresAt = expiresAt
  }
}
