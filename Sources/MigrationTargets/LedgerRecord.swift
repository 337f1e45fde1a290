import MigrationPhases

/// What a target's ledger has about one migration.
public struct LedgerRecord: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public var phase: Phase
    public var step: String
    public var appliedAt: Timestamp
    public var undone: Bool

    public init(phase: Phase, step: String, appliedAt: Timestamp, undone: Bool) {
      self.phase = phase
      self.step = step
      self.appliedAt = appliedAt
      self.undone = undone
    }
  }

  public var digest: String
  public var entries: [Entry]
  /// How far the backfill is, where one has begun.
  public var rowsWritten: Int?

  public init(digest: String, entries: [Entry], rowsWritten: Int?) {
    self.digest = digest
    self.entries = entries
    self.rowsWritten = rowsWritten
  }

  /// Whether the step stands, that is, was done and not undone.
  public func has(_ phase: Phase, _ step: String) -> Bool {
    entries.contains { $0.phase == phase && $0.step == step && !$0.undone }
  }
}
