import MigrationPhases

extension Wire {
  /// The daemon is stopping.
  public struct Stopping: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.Stopping"

    public init() {}
  }
}
