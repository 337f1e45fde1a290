import MigrationPhases

/// One part of an activity, recorded on its own.
public struct StepRecord: Sendable, Hashable {
  public var id: Int64
  public var rolloutID: Int64
  public var attempt: Int
  public var activity: Activity
  /// Its place within the attempt, from 1.
  public var ordinal: Int
  public var name: String
  public var status: StepStatus
  public var detail: String?
  public var startedAt: Timestamp
  /// Nil while it is only intended.
  public var endedAt: Timestamp?

  public init(
    id: Int64, rolloutID: Int64, attempt: Int, activity: Activity, ordinal: Int, name: String, status: StepStatus,
    detail: String?, startedAt: Timestamp, endedAt: Timestamp?
  ) {
    self.id = id
    self.rolloutID = rolloutID
    self.attempt = attempt
    self.activity = activity
    self.ordinal = ordinal
    self.name = name
    self.status = status
    self.detail = detail
    self.startedAt = startedAt
    self.endedAt = endedAt
  }
}
