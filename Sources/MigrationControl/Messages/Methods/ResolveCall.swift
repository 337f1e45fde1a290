import MigrationPhases

extension Call {
  /// Says what became of a step whose outcome is unknown. Role operator.
  public enum Resolve: ControlMethod {
    public static let name = "dev.migrated.Control.Resolve"

    public struct Parameters: Codable, Sendable, Hashable {
      public enum Outcome: String, Codable, Sendable, Hashable, CaseIterable {
        case done, notDone
      }

      public var migration: String
      public var target: String?
      public var outcome: Outcome
      /// How the caller knows.
      public var evidence: String

      public init(migration: String, target: String? = nil, outcome: Outcome, evidence: String) {
        self.migration = migration
        self.target = target
        self.outcome = outcome
        self.evidence = evidence
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
