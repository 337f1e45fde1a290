import MigrationPhases

extension Call {
  /// Starts the next phase. Role operator.
  public enum Advance: ControlMethod {
    public static let name = "dev.migrated.Control.Advance"

    public struct Parameters: Codable, Sendable, Hashable {
      public var migration: String
      public var target: String?
      /// Only if this is the next phase.
      public var phase: Phase?

      public init(migration: String, target: String? = nil, phase: Phase? = nil) {
        self.migration = migration
        self.target = target
        self.phase = phase
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
