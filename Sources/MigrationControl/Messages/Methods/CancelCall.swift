import MigrationPhases

extension Call {
  /// Ends what has not started. Role operator.
  public enum Cancel: ControlMethod {
    public static let name = "dev.migrated.Control.Cancel"

    public struct Parameters: Codable, Sendable, Hashable {
      public var migration: String
      public var target: String?
      public var reason: String?

      public init(migration: String, target: String? = nil, reason: String? = nil) {
        self.migration = migration
        self.target = target
        self.reason = reason
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var rollout: Wire.Rollout

      public init(rollout: Wire.Rollout) {
        self.rollout = rollout
      }
    }
  }
}
