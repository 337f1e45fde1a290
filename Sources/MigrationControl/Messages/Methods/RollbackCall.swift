import MigrationPhases

extension Call {
  /// Takes the way back. Role operator.
  public enum Rollback: ControlMethod {
    public static let name = "dev.migrated.Control.Rollback"

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
