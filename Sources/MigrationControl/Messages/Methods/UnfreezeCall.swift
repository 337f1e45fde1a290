import MigrationPhases

extension Call {
  /// Lets things start again. Role admin.
  public enum Unfreeze: ControlMethod {
    public static let name = "dev.migrated.Control.Unfreeze"

    public struct Parameters: Codable, Sendable, Hashable {
      public var reason: String?

      public init(reason: String? = nil) {
        self.reason = reason
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var lifted: [Wire.FreezeNotice]

      public init(lifted: [Wire.FreezeNotice]) {
        self.lifted = lifted
      }
    }
  }
}
