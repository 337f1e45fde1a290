import MigrationDigest

/// Reads the whole history and computes every hash again. Keeps one entry in memory at a time.
public enum HistoryVerifier {
  /// Blocks for as long as reading everything takes; decisions go on meanwhile and are not looked at.
  public static func verify(_ journal: Journal) throws(StoreError) -> VerifyReport {
    try StoreError.translating(path: journal.path) { try journal.read { reader in try verify(reader) } }
  }

  /// The same, inside a read of the caller's.
  public static func verify(_ reader: JournalReader) throws(StoreError) -> VerifyReport {
    let head = try reader.historyHeadOrNil()
    var walk = HistoryWalk()
    try reader.eachHashedRow { row in walk.take(row) }
    let flaw = walk.finish(head: head)
    let headHash = hexadecimal(head?.hash ?? walk.lastHash)
    return VerifyReport(
      entries: walk.entries, firstBad: flaw, headHash: headHash, strayStates: try reader.strayStates(limit: 100))
  }
}
