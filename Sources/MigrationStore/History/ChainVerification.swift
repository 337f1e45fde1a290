import MigrationDigest

/// The chain of hashes, verified in slices: each is a read of its own, so that none stays open for long and decisions go
/// on in between. What is decided meanwhile is verified too.
public struct ChainVerification: Sendable {
  /// Whether the end of the history was reached.
  public private(set) var isOver = false
  /// The first entry that is not as it was written, once it is over.
  public private(set) var flaw: HistoryFlaw?
  /// What the head of the history said at the end: 64 lower-case hexadecimal digits.
  public private(set) var headHash = ""
  private var walk = HistoryWalk()

  public init() {}

  public var entries: Int64 { walk.entries }

  /// Verifies the next `count` entries; blocks while it does.
  public mutating func take(_ count: Int, of journal: Journal) throws(StoreError) {
    self = try StoreError.translating(path: journal.path) {
      try journal.read { reader in
        var chain = self
        try chain.take(count, of: reader)
        return chain
      }
    }
  }

  /// Without a count: all there are.
  mutating func take(_ count: Int?, of reader: JournalReader) throws(StoreError) {
    var walk = walk
    let before = walk.entries
    let first = before == 0 ? Int64.min : walk.lastSeq &+ 1
    try reader.eachHashedRow(from: first, limit: count) { row in walk.take(row) }
    self.walk = walk
    guard count.map({ walk.entries - before < $0 }) ?? true else { return }
    let head = try reader.historyHeadOrNil()
    flaw = self.walk.finish(head: head)
    headHash = hexadecimal(head?.hash ?? walk.lastHash)
    isOver = true
  }
}
