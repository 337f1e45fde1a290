import MigrationPhases

/// Nobody gives a script's parameters a value, so they would be NULL.
enum ParameterRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard let token = statement.tokens.first(where: { $0.kind == .parameter }) else { return [] }
    return [
      statement.finding(
        .parameter, at: token.range.lowerBound, "the parameter \(token.text) would be NULL, nobody gives it a value",
        hint: "write the value out")
    ]
  }
}
