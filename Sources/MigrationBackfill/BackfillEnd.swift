/// How a run of a backfill ended, if not with an error.
public enum BackfillEnd: String, Sendable, Hashable, CaseIterable {
  /// Every row was gone over; the ledger has the step.
  case finished
  /// It was told to stop. What was written stays, and the next run goes on from there.
  case stopped
}
