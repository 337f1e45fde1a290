import MigrationPhases

extension Wire {
  /// The migration has no rollout on that target, or the configuration has no such target.
  public struct NoSuchTarget: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.NoSuchTarget"

    public var target: String
    public var known: [String]

    public init(target: String, known: [String]) {
      self.target = target
      self.known = known
    }
  }
}
