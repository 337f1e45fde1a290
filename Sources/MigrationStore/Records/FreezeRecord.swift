import MigrationPhases

/// A time in which no phase may start; in force until lifted.
public struct FreezeRecord: Sendable, Hashable {
  public var id: Int64
  public var reason: String
  public var by: RecordedActor
  public var at: Timestamp
  public var liftedBy: RecordedActor?
  public var liftedAt: Timestamp?

  public init(
    id: Int64, reason: String, by: RecordedActor, at: Timestamp, liftedBy: RecordedActor?, liftedAt: Timestamp?
  ) {
    self.id = id
    self.reason = reason
    self.by = by
    self.at = at
    self.liftedBy = liftedBy
    self.liftedAt = liftedAt
  }
}
