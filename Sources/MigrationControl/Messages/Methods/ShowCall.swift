import MigrationPhases

extension Call {
  /// Everything about one migration. Any role.
  public enum Show: ControlMethod {
    public static let name = "dev.migrated.Control.Show"

    public struct Parameters: Codable, Sendable, Hashable {
      public var migration: String
      public var target: String?

      public init(migration: String, target: String? = nil) {
        self.migration = migration
        self.target = target
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var migration: Wire.Migration
      public var rollouts: [Wire.RolloutDetail]

      public init(migration: Wire.Migration, rollouts: [Wire.RolloutDetail]) {
        self.migration = migration
        self.rollouts = rollouts
      }
    }
  }
}
