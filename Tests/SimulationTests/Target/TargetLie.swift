/// How a target can be broken on purpose, to show that it is noticed.
enum TargetLie: Sendable, Hashable {
  /// The change is made and its row in the ledger is not.
  case forgetsStep
  /// Rows are written and the cursor stays where it was.
  case forgetsCursor
  /// The last rows of the table are passed over, and nobody counts them.
  case skipsRows
  /// Nobody answers, whatever is mended.
  case deaf
}
