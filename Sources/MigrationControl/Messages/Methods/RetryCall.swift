import MigrationPhases

extension Call {
  /// Tries again what halted. Role operator.
  public enum Retry: ControlMethod {
    public static let name = "dev.migrated.Control.Retry"

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
