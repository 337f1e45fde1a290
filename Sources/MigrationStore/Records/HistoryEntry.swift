import MigrationPhases

/// One line of the append-only record.
public struct HistoryEntry: Sendable, Hashable {
  /// From 1, without gaps.
  public var seq: Int64
  /// Never before the entry that precedes it.
  public var at: Timestamp
  public var actor: RecordedActor
  public var event: String
  public var migration: String?
  public var target: String?
  public var phase: Phase?
  /// The state's description before and after, where the entry records a change of state.
  public var from: String?
  public var to: String?
  /// A JSON object, keys sorted.
  public var detail: String
  /// 64 lower-case hexadecimal digits each; `HistoryChain` says over what.
  public var previousHash: String
  public var hash: String

  public init(
    seq: Int64, at: Timestamp, actor: RecordedActor, event: String, migration: String?, target: String?, phase: Phase?,
    from: String?, to: String?, detail: String, previousHash: String, hash: String
  ) {
    self.seq = seq
    self.at = at
    self.actor = actor
    self.event = event
    self.migration = migration
    self.target = target
    self.phase = phase
    self.from = from
    self.to = to
    self.detail = detail
    self.previousHash = previousHash
    self.hash = hash
  }
}
