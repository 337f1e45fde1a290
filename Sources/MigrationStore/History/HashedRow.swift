/// One row of the history as stored, its text as bytes, for computing its hash.
struct HashedRow {
  var seq: Int64
  var at: Int64
  var previousHash: [UInt8]
  var hash: [UInt8]
  /// What `hash` ought to be, by the row's other columns.
  var computed: [UInt8]
}
