import MigrationPhases

extension Wire {
  /// One line of the append-only record.
  public struct HistoryEntry: Codable, Sendable, Hashable {
    /// Its number, from 1 without gaps.
    public var seq: Int
    public var at: Int
    public var actor: Wire.Actor
    /// What happened: registered, commanded, refused, outcome, step, signedOff, approved, frozen, unfrozen, reloaded, …
    public var event: String
    public var migration: String?
    public var target: String?
    public var phase: Phase?
    /// The state before and after, where the entry records a change of state.
    public var from: String?
    public var to: String?
    /// Further facts, as a JSON object.
    public var detail: String
    /// Hash of the entry before, 64 hexadecimal digits.
    public var previousHash: String
    /// Hash of this entry, 64 hexadecimal digits.
    public var hash: String

    public init(
      seq: Int, at: Int, actor: Wire.Actor, event: String, migration: String? = nil, target: String? = nil,
      phase: Phase? = nil, from: String? = nil, to: String? = nil, detail: String, previousHash: String, hash: String
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
}
