import MigrationPhases

extension ScriptStatement {
  /// A finding at a byte of the statement, or at its first character.
  func finding(
    _ rule: LintRule, as severity: Finding.Severity, at offset: Int?, _ message: String, hint: String?
  ) -> Finding {
    var places = SourcePlaces(sql, line: line, column: column)
    let (line, column) = places.place(of: offset ?? 0)
    return Finding(
      severity: severity, file: file, line: line, column: column, rule: rule.rawValue, message: message, hint: hint)
  }
}
