import MigrationPhases

extension Wire {
  /// The target could not do what was asked of it; the message says why.
  public struct TargetFailed: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.TargetFailed"

    public var target: String
    public var message: String

    public init(target: String, message: String) {
      self.target = target
      self.message = message
    }
  }
}
