import MigrationPhases

extension Wire {
  /// Something wrong, or worth knowing, at a place in a plan or in the configuration.
  public struct Finding: Codable, Sendable, Hashable {
    public enum Severity: String, Codable, Sendable, Hashable, CaseIterable {
      case error, warning
    }

    public var severity: Severity
    public var file: String
    public var line: Int?
    public var column: Int?
    /// A stable word such as unknown-key.
    public var rule: String
    public var message: String
    public var hint: String?

    public init(
      severity: Severity, file: String, line: Int? = nil, column: Int? = nil, rule: String, message: String,
      hint: String? = nil
    ) {
      self.severity = severity
      self.file = file
      self.line = line
      self.column = column
      self.rule = rule
      self.message = message
      self.hint = hint
    }
  }
}
