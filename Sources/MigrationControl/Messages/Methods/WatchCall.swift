import MigrationPhases

extension Call {
  /// One reply for each rollout as it stands, then one for each change, and an empty one at least every 15 seconds.
  /// Needs more. Closing it stops nothing. Any role.
  public enum Watch: ControlMethod {
    public static let name = "dev.migrated.Control.Watch"

    public struct Parameters: Codable, Sendable, Hashable {
      public var migration: String?
      public var target: String?

      public init(migration: String? = nil, target: String? = nil) {
        self.migration = migration
        self.target = target
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var rollout: Wire.Rollout?

      public init(rollout: Wire.Rollout? = nil) {
        self.rollout = rollout
      }
    }
  }
}
