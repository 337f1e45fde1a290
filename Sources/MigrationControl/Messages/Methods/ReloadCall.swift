import MigrationPhases

extension Call {
  /// Reads the configuration again; the old one stays in force when the new one is wrong. Role admin.
  public enum Reload: ControlMethod {
    public static let name = "dev.migrated.Control.Reload"

    public struct Parameters: Codable, Sendable, Hashable {
      public init() {}
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var message: String

      public init(message: String) {
        self.message = message
      }
    }
  }
}
