import MigrationPhases

extension Wire {
  /// Gates are unmet. All of the phase's gates are listed, those that hold too.
  public struct GatesUnmet: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.GatesUnmet"

    public var migration: String
    public var target: String
    public var phase: Phase
    public var gates: [Wire.Gate]

    public init(migration: String, target: String, phase: Phase, gates: [Wire.Gate]) {
      self.migration = migration
      self.target = target
      self.phase = phase
      self.gates = gates
    }
  }
}
