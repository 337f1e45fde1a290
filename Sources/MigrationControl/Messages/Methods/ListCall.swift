import MigrationPhases

extension Call {
  /// Rollouts, newest change first. Any role.
  public enum List: ControlMethod {
    public static let name = "dev.migrated.Control.List"

    public struct Parameters: Codable, Sendable, Hashable {
      /// Only this migration.
      public var migration: String?
      /// Only this target.
      public var target: String?
      /// Only those that a command can still lead on.
      public var open: Bool?
      /// At most so many; 1000 unless told, 10000 at most.
      public var limit: Int?

      public init(migration: String? = nil, target: String? = nil, open: Bool? = nil, limit: Int? = nil) {
        self.migration = migration
        self.target = target
        self.open = open
        self.limit = limit
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var rollouts: [Wire.Rollout]

      public init(rollouts: [Wire.Rollout]) {
        self.rollouts = rollouts
      }
    }
  }
}
