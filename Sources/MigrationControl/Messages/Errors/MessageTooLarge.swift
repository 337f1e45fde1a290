import MigrationPhases

extension Wire {
  /// The message is longer than is taken. What follows it is not read, and the connection is closed.
  public struct MessageTooLarge: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.MessageTooLarge"

    /// In bytes: `limits.messageSize` of the configuration.
    public var bound: Int

    public init(bound: Int) { self.bound = bound }
  }
}
