import MigrationPhases

extension Call {
  /// How the configured targets are, or the one that is named, looked at now. Any role.
  public enum Health: ControlMethod {
    public static let name = "dev.migrated.Control.Health"

    public struct Parameters: Codable, Sendable, Hashable {
      public var target: String?

      public init(target: String? = nil) {
        self.target = target
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var targets: [Wire.TargetHealth]

      public init(targets: [Wire.TargetHealth]) {
        self.targets = targets
      }
    }
  }
}
