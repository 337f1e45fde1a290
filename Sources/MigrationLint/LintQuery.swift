import MigrationPhases

/// A query that is asked once a phase is done: verify, or what remains of a backfill.
public struct LintQuery: Sendable, Hashable {
  /// For messages: `verify "column is there"`.
  public var label: String
  public var phase: Phase
  public var source: ScriptSource

  public init(label: String, phase: Phase, source: ScriptSource) {
    self.label = label
    self.phase = phase
    self.source = source
  }
}
