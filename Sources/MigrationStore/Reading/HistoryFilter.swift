import MigrationPhases

/// Which entries of the history to read. What is nil does not narrow.
public struct HistoryFilter: Sendable, Hashable {
  public enum Order: String, Sendable, Hashable, Codable { case oldestFirst, newestFirst }

  /// Both ends are included.
  public var since: Timestamp?
  public var until: Timestamp?
  public var migration: String?
  public var target: String?
  /// The actor's user name.
  public var user: String?
  public var event: String?
  /// Only entries with a greater seq: where the last page ended, or what a watcher has seen.
  public var afterSeq: Int64?
  /// Only entries with a smaller seq: where the last page ended, newest first.
  public var beforeSeq: Int64?
  public var order: Order
  public var limit: Int

  public init(
    since: Timestamp? = nil, until: Timestamp? = nil, migration: String? = nil, target: String? = nil,
    user: String? = nil, event: String? = nil, afterSeq: Int64? = nil, beforeSeq: Int64? = nil,
    order: Order = .oldestFirst, limit: Int = 1000
  ) {
    self.since = since
    self.until = until
    self.migration = migration
    self.target = target
    self.user = user
    self.event = event
    self.afterSeq = afterSeq
    self.beforeSeq = beforeSeq
    self.order = order
    self.limit = limit
  }
}
