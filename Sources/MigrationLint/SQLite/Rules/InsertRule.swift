import MigrationPhases

/// Rows added to an old table are seen by the running release.
enum InsertRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .insert(let table, _) = statement.verb, !script.created.hasTable(table) else { return [] }
    let triggers = Set(statement.triggeredWrites.compactMap(\.trigger)).sorted()
    let further = triggers.isEmpty ? "" : ", and sets off \(triggers.joined(separator: ", "))"
    return [
      statement.finding(
        .insert, as: .warning, "INSERT INTO \(table): the running release sees these rows\(further)",
        hint: "make sure that it can deal with them, and that the rollback takes them out again")
    ]
  }
}
