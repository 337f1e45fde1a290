import MigrationPhases

extension Wire {
  public struct InvalidConfiguration: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.InvalidConfiguration"

    public var findings: [Wire.Finding]

    public init(findings: [Wire.Finding]) {
      self.findings = findings
    }
  }
}
