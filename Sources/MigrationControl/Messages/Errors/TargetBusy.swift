import MigrationPhases

extension Wire {
  /// Work is under way on the target; the message says what.
  public struct TargetBusy: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.TargetBusy"

    public var target: String
    public var message: String

    public init(target: String, message: String) {
      self.target = target
      self.message = message
    }
  }
}
