/// How far a backfill is after a batch.
public struct BackfillProgress: Sendable, Hashable {
  /// Rows gone over since the backfill first began, interruptions included.
  public var rowsDone: Int
  /// Roughly; never less than `rowsDone`.
  public var rowsTotal: Int
  /// Rows written since this run began.
  public var rowsWritten: Int
  /// Over the last seconds, pauses included; nil while it is not known.
  public var rowsPerSecond: Double?
  /// Nil while it is not known, and while nothing moves.
  public var eta: Duration?
  /// How long the batch kept others out.
  public var held: Duration
  /// Others were seen writing, so that pauses are more frequent.
  public var othersWrote: Bool

  public init(
    rowsDone: Int, rowsTotal: Int, rowsWritten: Int, rowsPerSecond: Double?, eta: Duration?, held: Duration,
    othersWrote: Bool
  ) {
    self.rowsDone = rowsDone
    self.rowsTotal = rowsTotal
    self.rowsWritten = rowsWritten
    self.rowsPerSecond = rowsPerSecond
    self.eta = eta
    self.held = held
    self.othersWrote = othersWrote
  }
}
