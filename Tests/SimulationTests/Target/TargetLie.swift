/// How a target can be broken on purpose, to show that it is noticed.
enum TargetLie: Sendable, Hashable {
  /// The change is made, its row in the ledger is not, and the schema does not show it.
  case forgetsStep
  /// The first rows are written and the cursor stays where it was.
  case forgetsCursor
  /// The last rows of the table are passed over, and nobody counts them.
  case skipsRows
  /// What is taken back lowers the version below what still stands.
  case lowersVersions
  /// The ledger is not compared, whichever the database has.
  case takesAnyLedger
  /// Nobody answers, whatever is mended.
  case deaf
}
