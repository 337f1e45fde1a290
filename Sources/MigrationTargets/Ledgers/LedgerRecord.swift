import MigrationPhases

/// What a target's ledger has about one migration.
public struct LedgerRecord: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public var phase: Phase
    public var step: String
    public var appliedAt: Timestamp
    public var undone: Bool
    public var origin: Origin

    public init(phase: Phase, step: String, appliedAt: Timestamp, undone: Bool, origin: Origin = Origin()) {
      self.phase = phase
      self.step = step
      self.appliedAt = appliedAt
      self.undone = undone
      self.origin = origin
    }
  }

  /// Who answers for what stands.
  public struct Origin: Sendable, Hashable {
    /// The journal that did it; nil where the ledger did not keep that yet.
    public var journal: String?
    /// The journal that took it over as it was found; nil where none did.
    public var adoptedBy: String?

    public init(journal: String? = nil, adoptedBy: String? = nil) {
      self.journal = journal
      self.adoptedBy = adoptedBy
    }

    /// The journal that answers for it now.
    public var keeper: String? { adoptedBy ?? journal }
  }

  /// A backfill that has begun.
  public struct Backfill: Sendable, Hashable {
    public var rowsWritten: Int
    /// Whether it came to the table's end, and was not opened again since.
    public var isFinished: Bool
    public var origin: Origin

    public init(rowsWritten: Int, isFinished: Bool = false, origin: Origin = Origin()) {
      self.rowsWritten = rowsWritten
      self.isFinished = isFinished
      self.origin = origin
    }
  }

  public var digest: String
  public var entries: [Entry]
  public var backfill: Backfill?

  /// Whether a part of the step stands, `apply/1`, though the step itself may not.
  func hasParts(of step: StepKey) -> Bool {
    entries.contains { $0.phase == step.phase && !$0.undone && $0.step.hasPrefix("\(step.step)/") }
  }

  public init(digest: String, entries: [Entry], backfill: Backfill?) {
    self.digest = digest
    self.entries = entries
    self.backfill = backfill
  }

  /// The entry of a step that stands, that is, was done and not undone.
  public func standing(_ phase: Phase, _ step: String) -> Entry? {
    entries.first { $0.phase == phase && $0.step == step && !$0.undone }
  }

  /// Whether the step stands.
  public func has(_ phase: Phase, _ step: String) -> Bool { standing(phase, step) != nil }

  /// Whether anything of the migration stands, a backfill that has begun included.
  public var stands: Bool { entries.contains { !$0.undone } || backfill != nil }

  /// Another journal that answers for something that stands; nil where there is none.
  public func stranger(to journal: String) -> String? {
    let origins = entries.filter { !$0.undone }.map(\.origin) + [backfill?.origin].compactMap { $0 }
    return origins.compactMap(\.keeper).first { $0 != journal }
  }
}
