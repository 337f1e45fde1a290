import GRDB
import MigrationDigest
import MigrationPhases

extension JournalReader {
  /// Nil when somebody removed it.
  final func historyHeadOrNil() throws(StoreError) -> HistoryHead? {
    try access.row("SELECT seq, hash FROM history_head") { row in
      HistoryHead(seq: try row.integer(), hash: try row.bytes())
    }
  }

  /// Every row in the order of seq, or at most `limit` from one on. Text is read as the bytes that are stored, so that
  /// nothing hides behind a NUL.
  final func eachHashedRow(
    from first: Int64 = .min, limit: Int? = nil, _ body: (HashedRow) -> Void
  ) throws(StoreError) {
    try access.eachRow(
      """
      SELECT seq, at, by_uid, CAST(by_user AS BLOB), by_pid, CAST(by_verb AS BLOB), CAST(event AS BLOB),
        CAST(migration AS BLOB), CAST(target AS BLOB), CAST(phase AS BLOB), CAST(from_state AS BLOB),
        CAST(to_state AS BLOB), CAST(detail AS BLOB), previous_hash, hash
      FROM history WHERE seq >= ? ORDER BY seq LIMIT ?
      """, [first, limit ?? -1]
    ) { row in
      let (seq, at) = (try row.integer(), try row.integer())
      var chain = HistoryChain()
      chain.add(seq)
      chain.add(at)
      chain.add(try row.integer())
      chain.add(try row.bytes())
      chain.add(try row.integer())
      for _ in 0..<2 { chain.add(try row.bytes()) }
      for _ in 0..<5 { chain.add(try row.bytesOrNil()) }
      chain.add(try row.bytes())
      let previous = try row.bytes()
      chain.add(hexadecimal(previous).utf8)
      body(HashedRow(seq: seq, at: at, previousHash: previous, hash: try row.bytes(), computed: chain.hash))
    }
  }
}
