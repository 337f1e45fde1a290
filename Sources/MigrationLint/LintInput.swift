import MigrationPhases

/// The SQL of a plan. What is nil or empty is not looked at.
public struct LintInput: Sendable, Hashable {
  /// What it is written for.
  public var engine: DatabaseEngine
  public var expand: ScriptSource?
  /// Undoes `expand`.
  public var rollback: ScriptSource?
  public var backfill: LintBackfill?
  public var contract: ScriptSource?
  public var queries: [LintQuery]
  /// The plan is still being written: a placeholder in it is pointed out, not refused.
  public var isDraft: Bool

  public init(
    engine: DatabaseEngine = .sqlite, expand: ScriptSource? = nil, rollback: ScriptSource? = nil,
    backfill: LintBackfill? = nil,
    contract: ScriptSource? = nil, queries: [LintQuery] = [], isDraft: Bool = false
  ) {
    self.engine = engine
    self.expand = expand
    self.rollback = rollback
    self.backfill = backfill
    self.contract = contract
    self.queries = queries
    self.isDraft = isDraft
  }
}
