import MigrationPhases

/// VACUUM cannot run in a transaction and writes the whole file anew. `VACUUM INTO` is not reported by the authorizer.
enum VacuumRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .vacuum = statement.verb else { return [] }
    return [
      statement.finding(
        .vacuum, "VACUUM cannot run in a transaction, and writes the whole database anew",
        hint: "take the statement out; run it by hand when nobody needs the database")
    ]
  }
}
