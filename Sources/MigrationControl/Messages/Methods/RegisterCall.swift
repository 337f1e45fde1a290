import MigrationPhases

extension Call {
  /// Makes a plan a migration, with a rollout for each target of its group. Role operator.
  public enum Register: ControlMethod {
    public static let name = "dev.migrated.Control.Register"

    public struct Parameters: Codable, Sendable, Hashable {
      public var files: [Wire.PlanFile]

      public init(files: [Wire.PlanFile]) {
        self.files = files
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var migration: Wire.Migration
      public var rollouts: [Wire.Rollout]
      public var warnings: [Wire.Finding]

      public init(migration: Wire.Migration, rollouts: [Wire.Rollout], warnings: [Wire.Finding]) {
        self.migration = migration
        self.rollouts = rollouts
        self.warnings = warnings
      }
    }
  }
}
