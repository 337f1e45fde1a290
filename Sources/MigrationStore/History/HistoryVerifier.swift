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
    var chain = ChainVerification()
    try chain.take(nil, of: reader)
    return try verify(reader, after: chain)
  }

  /// The records only; of the chain, what was found before.
  public static func verify(_ journal: Journal, after chain: ChainVerification) throws(StoreError) -> VerifyReport {
    try StoreError.translating(path: journal.path) { try journal.read { reader in try verify(reader, after: chain) } }
  }

  private static func verify(_ reader: JournalReader, after chain: ChainVerification) throws(StoreError) -> VerifyReport
  {
    var audit = try RecordAudit(reader)
    try audit.run()
    return VerifyReport(
      entries: chain.entries, firstBad: chain.flaw, headHash: chain.headHash, records: audit.compared,
      unsaid: audit.unsaid, strays: audit.strays, strayCount: audit.strayCount)
  }
}
