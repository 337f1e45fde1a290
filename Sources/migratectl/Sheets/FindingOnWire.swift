import MigrationControl
import MigrationPhases

extension Finding {
  init(_ finding: Wire.Finding) {
    let severity: Severity =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      }
    self.init(
      severity: severity, file: finding.file, line: finding.line, column: finding.column, rule: finding.rule,
      message: finding.message, hint: finding.hint)
  }
}

extension Wire.Finding {
  init(_ finding: Finding) {
    let severity: Severity =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      }
    self.init(
      severity: severity, file: finding.file, line: finding.line, column: finding.column, rule: finding.rule,
      message: finding.message, hint: finding.hint)
  }
}
