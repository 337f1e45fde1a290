import MigrationPhases

extension Call {
  /// Stops everything that can be stopped and starts nothing until Unfreeze. Role admin.
  public enum Freeze: ControlMethod {
    public static let name = "dev.migrated.Control.Freeze"

    public struct Parameters: Codable, Sendable, Hashable {
      public var reason: String

      public init(reason: String) {
        self.reason = reason
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var freeze: Wire.FreezeNotice
      public var halted: [Wire.Rollout]

      public init(freeze: Wire.FreezeNotice, halted: [Wire.Rollout]) {
        self.freeze = freeze
        self.halted = halted
      }
    }
  }
}
