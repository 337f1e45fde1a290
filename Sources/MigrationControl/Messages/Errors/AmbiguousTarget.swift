import MigrationPhases

extension Wire {
  /// The migration has several rollouts: say which.
  public struct AmbiguousTarget: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.AmbiguousTarget"

    public var migration: String
    public var targets: [String]

    public init(migration: String, targets: [String]) {
      self.migration = migration
      self.targets = targets
    }
  }
}
