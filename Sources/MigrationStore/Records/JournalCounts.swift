import MigrationPhases

/// How much is on record.
public struct JournalCounts: Sendable, Hashable {
  public var migrations: Int
  /// Shapes without a rollout are absent.
  public var rollouts: [RolloutState.Shape: Int]
  public var historyEntries: Int64

  public init(migrations: Int, rollouts: [RolloutState.Shape: Int], historyEntries: Int64) {
    self.migrations = migrations
    self.rollouts = rollouts
    self.historyEntries = historyEntries
  }
}
