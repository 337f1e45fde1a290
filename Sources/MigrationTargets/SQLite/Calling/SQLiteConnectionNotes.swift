/// What is remembered about a connection as long as it is open.
final class SQLiteConnectionNotes {
  /// `PRAGMA data_version` changes on a connection when another one has written.
  var lastDataVersion: Int64?
  /// The version when the pass began that is under way, if this connection saw it begin.
  var passBegan: [StepKey: PassBegin] = [:]
  var heldSinceCheckpoint: Duration = .zero

  struct PassBegin {
    var pass: Int
    var version: Int64?
  }
}
