import MigrationPhases

/// A script stays in the database that it is for.
enum AttachRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .attach(let word) = statement.verb else { return [] }
    return [
      statement.finding(
        .attach, "\(word): \(script.kind.name) stays in the target's own database",
        hint: "write a plan for each database")
    ]
  }
}
