import MigrationPhases

extension Call {
  /// The configured targets, looked at now. Any role.
  public enum ListTargets: ControlMethod {
    public static let name = "dev.migrated.Control.ListTargets"

    public struct Parameters: Codable, Sendable, Hashable {
      public init() {}
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var targets: [Wire.Target]

      public init(targets: [Wire.Target]) {
        self.targets = targets
      }
    }
  }
}
