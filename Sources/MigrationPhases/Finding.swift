/// Something wrong, or worth knowing, at a place in a plan: `file:line:column: message (rule)`.
public struct Finding: Sendable, Hashable, Codable, Error {
  public enum Severity: String, Sendable, Hashable, Codable { case error, warning }

  public var severity: Severity
  /// The file's name inside the plan, or the path that was asked for where there is no plan.
  public var file: String
  /// From 1; nil where the finding is about the file as a whole.
  public var line: Int?
  public var column: Int?
  /// A stable kebab-case word, the same in messages, tests and docs: `unknown-key`, `drop-in-expand`.
  public var rule: String
  /// What was found and what was expected.
  public var message: String
  /// What to do about it; nil where the message says it all.
  public var hint: String?

  public init(
    severity: Severity = .error, file: String, line: Int? = nil, column: Int? = nil, rule: String, message: String,
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

extension Finding: CustomStringConvertible {
  /// `file:line:column: error: message [rule]`, then the hint on a line of its own, indented by two blanks.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    let first = "\(place): \(severity.rawValue): \(message) [\(rule)]"
    return hint.map { first + "\n  hint: \($0)" } ?? first
  }
}
