import MigrationPhases

extension Wire {
  /// The state does not allow the command. The code is a stable word.
  public struct Refused: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.Refused"

    public var code: String
    public var message: String
    public var state: Wire.State

    public init(code: String, message: String, state: Wire.State) {
      self.code = code
      self.message = message
      self.state = state
    }
  }
}
