import GRDB
import MigrationDigest
import MigrationPhases

extension JournalReader {
  /// The entries that fit, in the filter's order, at most `filter.limit`.
  public final func history(_ filter: HistoryFilter = HistoryFilter()) throws(StoreError) -> [HistoryEntry] {
    guard let bounds = try seqBounds(filter) else { return [] }
    return try access.rows(Self.request(filter, bounds), Self.entry)
  }

  /// Names of everybody who has an entry, in their order.
  public final func users() throws(StoreError) -> [String] {
    try access.rows("SELECT DISTINCT by_user FROM history ORDER BY by_user") { row in try row.text() }
  }

  /// The entry that everything new follows; nil in an empty journal.
  public final func lastHistory() throws(StoreError) -> HistoryEntry? {
    try access.row(
      """
      SELECT seq, at, by_uid, by_user, by_pid, by_verb, event, migration, target, phase, from_state, to_state, detail,
        previous_hash, hash
      FROM history ORDER BY seq DESC LIMIT 1
      """, [], Self.entry)
  }

  /// The greatest time ever recorded in the history; nil in an empty one. The last entry has it: time never goes back.
  public final func highWater() throws(StoreError) -> Timestamp? {
    try access.row("SELECT at FROM history ORDER BY seq DESC LIMIT 1") { row in try row.timestamp() }
  }

  /// The seq and the hash that the next entry must follow.
  final func historyHead() throws(StoreError) -> HistoryHead {
    if let head = access.head { return head }
    guard let head = try historyHeadOrNil() else {
      throw .corrupt(
        path: access.path, code: ResultCode.SQLITE_CORRUPT.rawValue, what: "the head of the history is missing")
    }
    return head
  }

  /// Times never go back from one entry to the next, so that a span of time is a span of seq; nil when it is empty.
  private func seqBounds(_ filter: HistoryFilter) throws(StoreError) -> ClosedRange<Int64>? {
    var first: Int64 = 1
    var last = Int64.max
    if let since = filter.since {
      let found = try access.row(
        "SELECT seq FROM history WHERE at >= ? ORDER BY at, seq LIMIT 1", [since.microseconds]
      ) { row in try row.integer() }
      guard let found else { return nil }
      first = found
    }
    if let until = filter.until {
      let found = try access.row(
        "SELECT seq FROM history WHERE at <= ? ORDER BY at DESC, seq DESC LIMIT 1", [until.microseconds]
      ) { row in try row.integer() }
      guard let found else { return nil }
      last = found
    }
    if let after = filter.afterSeq { first = max(first, after == .max ? after : after + 1) }
    if let before = filter.beforeSeq { last = min(last, before == .min ? before : before - 1) }
    return first <= last ? first...last : nil
  }

  private static func request(_ filter: HistoryFilter, _ bounds: ClosedRange<Int64>) -> QueryInterfaceRequest<Row> {
    let seq = Column("seq")
    var request = Table("history").filter(bounds.contains(seq)).limit(filter.limit)
    if let migration = filter.migration { request = request.filter(Column("migration") == migration.storable) }
    // A migration has few entries, anything else may have most of them: the plus keeps SQLite from their indexes.
    let narrow = filter.migration != nil
    if let target = filter.target {
      request = request.filter(sql: narrow ? "+target = ?" : "target = ?", arguments: [target.storable])
    }
    if let user = filter.user {
      request = request.filter(sql: narrow ? "+by_user = ?" : "by_user = ?", arguments: [user.storable])
    }
    if let event = filter.event {
      request = request.filter(sql: narrow ? "+event = ?" : "event = ?", arguments: [event.storable])
    }
    switch filter.order {
    case .oldestFirst: request = request.order(seq)
    case .newestFirst: request = request.order(seq.desc)
    }
    return request.select(
      [
        "seq", "at", "by_uid", "by_user", "by_pid", "by_verb", "event", "migration", "target", "phase", "from_state",
        "to_state", "detail", "previous_hash", "hash",
      ].map { Column($0) })
  }

  private static func entry(_ row: inout RowReader) throws(StoreError) -> HistoryEntry {
    HistoryEntry(
      seq: try row.integer(), at: try row.timestamp(), actor: try row.actor(), event: try row.text(),
      migration: try row.textOrNil(), target: try row.textOrNil(), phase: try row.wordOrNil(),
      from: try row.textOrNil(), to: try row.textOrNil(), detail: try row.text(),
      previousHash: hexadecimal(try row.bytes()), hash: hexadecimal(try row.bytes()))
  }
}
