/// The last entry's seq and hash, kept apart from the entries so that a cut tail is noticed.
struct HistoryHead: Sendable, Hashable {
  /// 0 in an empty history.
  var seq: Int64
  /// 32 bytes; all zero in an empty history.
  var hash: [UInt8]
}
