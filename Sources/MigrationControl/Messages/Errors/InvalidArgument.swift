import MigrationPhases

extension Wire {
  /// An argument is of the right type and yet makes no sense.
  public struct InvalidArgument: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.InvalidArgument"

    public var argument: String
    public var message: String

    public init(argument: String, message: String) {
      self.argument = argument
      self.message = message
    }
  }
}
