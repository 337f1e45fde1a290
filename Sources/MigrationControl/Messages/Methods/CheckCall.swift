import MigrationPhases

extension Call {
  /// Reads a plan and holds it against the targets' schemas, without keeping anything. Role operator.
  public enum Check: ControlMethod {
    public static let name = "dev.migrated.Control.Check"

    public struct Parameters: Codable, Sendable, Hashable {
      public var files: [Wire.PlanFile]

      public init(files: [Wire.PlanFile]) {
        self.files = files
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var digest: String?
      public var findings: [Wire.Finding]

      public init(digest: String? = nil, findings: [Wire.Finding]) {
        self.digest = digest
        self.findings = findings
      }
    }
  }
}
