import MigrationPhases

/// How far a backfill is, by the last report. Not part of the history.
public struct ProgressRecord: Sendable, Hashable {
  public var rolloutID: Int64
  public var attempt: Int
  /// Looked at, whether or not they needed a write.
  public var rowsDone: Int
  public var rowsTotal: Int
  public var rowsWritten: Int
  public var at: Timestamp

  public init(rolloutID: Int64, attempt: Int, rowsDone: Int, rowsTotal: Int, rowsWritten: Int, at: Timestamp) {
    self.rolloutID = rolloutID
    self.attempt = attempt
    self.rowsDone = rowsDone
    self.rowsTotal = rowsTotal
    self.rowsWritten = rowsWritten
    self.at = at
  }
}
