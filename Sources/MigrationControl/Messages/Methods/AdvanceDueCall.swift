import MigrationPhases

extension Call {
  /// Advances whatever its plan calls automatic and whose gates hold. Safe to call at any time. Role operator.
  public enum AdvanceDue: ControlMethod {
    public static let name = "dev.migrated.Control.AdvanceDue"

    public struct Parameters: Codable, Sendable, Hashable {
      public init() {}
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var results: [Wire.DueResult]

      public init(results: [Wire.DueResult]) {
        self.results = results
      }
    }
  }
}
