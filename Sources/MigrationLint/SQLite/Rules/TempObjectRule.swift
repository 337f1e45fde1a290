import MigrationPhases

/// What is temporary ends with the connection, and shadows what is not.
enum TempObjectRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    var isTemporary = statement.look.actions.contains { SQLiteActionCode.temporary.contains($0.code) }
    if case .create(_, _, true) = statement.verb { isTemporary = true }
    guard isTemporary else { return [] }
    return [
      statement.finding(
        .tempObject, "a temporary object ends with the connection, and would stand in the way of one with its name",
        hint: "make it without TEMP")
    ]
  }
}
