/// Goes from entry to entry, in the order of seq, and remembers the first that is not as it was written.
struct HistoryWalk {
  private(set) var entries: Int64 = 0
  private(set) var flaw: HistoryFlaw?
  private(set) var lastHash = HistoryChain.genesis
  private(set) var lastSeq: Int64 = 0
  private var lastAt = Int64.min

  mutating func take(_ row: HashedRow) {
    entries += 1
    if flaw == nil { flaw = judge(row) }
    lastSeq = row.seq
    lastAt = row.at
    lastHash = row.hash
  }

  /// The first flaw, once the last entry was taken; `head` nil when it is gone.
  mutating func finish(head: HistoryHead?) -> HistoryFlaw? {
    if let flaw { return flaw }
    guard let head else { return HistoryFlaw(seq: lastSeq, kind: .headless) }
    if lastSeq < head.seq { return HistoryFlaw(seq: lastSeq + 1, kind: .missing) }
    if lastSeq > head.seq { return HistoryFlaw(seq: head.seq + 1, kind: .beyondHead) }
    if lastHash != head.hash { return HistoryFlaw(seq: lastSeq, kind: .rehashed) }
    return nil
  }

  private func judge(_ row: HashedRow) -> HistoryFlaw? {
    if row.seq != lastSeq + 1 { return HistoryFlaw(seq: lastSeq + 1, kind: .missing) }
    if row.hash != row.computed { return HistoryFlaw(seq: row.seq, kind: .altered) }
    if row.previousHash != lastHash {
      // This entry is whole and names the hash it was written after, so the one before it is the altered one.
      return lastSeq == 0 ? HistoryFlaw(seq: row.seq, kind: .unlinked) : HistoryFlaw(seq: lastSeq, kind: .rehashed)
    }
    if row.at < lastAt { return HistoryFlaw(seq: row.seq, kind: .wentBack) }
    return nil
  }
}
