import MigrationDigest

/// Reads the whole history, computes every hash again, and holds what is on record against what the history says of it.
/// Keeps one entry, and one rollout, in memory at a time.
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
    var audit = try RecordAudit(reader)
    try audit.run()
    return VerifyReport(
      entries: walk.entries, firstBad: flaw, headHash: hexadecimal(head?.hash ?? walk.lastHash),
      records: audit.compared, unsaid: audit.unsaid, strays: audit.strays, strayCount: audit.strayCount)
  }
}
