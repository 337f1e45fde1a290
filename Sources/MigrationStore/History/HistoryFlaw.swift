/// One entry that is not as it was written.
public struct HistoryFlaw: Sendable, Hashable {
  public enum Kind: String, CaseIterable, Sendable, Hashable, Codable {
    /// No entry has this seq, though a later one or the head has.
    case missing
    /// Its hash is not the hash of what it says.
    case altered
    /// It was altered and hashed again: what follows names another hash.
    case rehashed
    /// It does not follow the entry before it.
    case unlinked
    /// It is earlier than the entry before it.
    case wentBack
    /// It is beyond the head of the history.
    case beyondHead
    /// The head itself is gone.
    case headless
  }

  public var seq: Int64
  public var kind: Kind

  public init(seq: Int64, kind: Kind) {
    self.seq = seq
    self.kind = kind
  }

  /// A sentence for a person.
  public var what: String {
    switch kind {
    case .missing: "entry \(seq) is missing"
    case .altered: "entry \(seq) was altered: its hash is not the hash of what it says"
    case .rehashed: "entry \(seq) was altered and hashed again: what comes after it names another hash"
    case .unlinked: "entry \(seq) does not follow the entry before it"
    case .wentBack: "entry \(seq) is earlier than the entry before it"
    case .beyondHead: "entry \(seq) is beyond the head of the history"
    case .headless: "the head of the history is gone, so nothing says whether entries after \(seq) were cut off"
    }
  }
}

extension HistoryFlaw: CustomStringConvertible {
  public var description: String { what }
}
