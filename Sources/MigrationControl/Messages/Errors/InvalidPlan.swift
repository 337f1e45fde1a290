import MigrationPhases

extension Wire {
  /// The plan, or the configuration, is wrong; nothing was kept.
  public struct InvalidPlan: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.InvalidPlan"

    public var findings: [Wire.Finding]

    public init(findings: [Wire.Finding]) {
      self.findings = findings
    }
  }
}
