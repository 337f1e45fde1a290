import MigrationPhases

extension Call {
  /// Every gate of the next phase, and the refusal where no phase could start whatever the gates say. Any role.
  public enum Why: ControlMethod {
    public static let name = "dev.migrated.Control.Why"

    public struct Parameters: Codable, Sendable, Hashable {
      public var migration: String
      public var target: String?

      public init(migration: String, target: String? = nil) {
        self.migration = migration
        self.target = target
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var rollout: Wire.Rollout
      /// The phase that was asked about; absent where there is none.
      public var phase: Phase?
      /// Why no phase can start from this state; absent where one can.
      public var refusal: String?
      public var gates: [Wire.Gate]

      public init(rollout: Wire.Rollout, phase: Phase? = nil, refusal: String? = nil, gates: [Wire.Gate]) {
        self.rollout = rollout
        self.phase = phase
        self.refusal = refusal
        self.gates = gates
      }
    }
  }
}
