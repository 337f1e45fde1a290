import MigrationPhases

/// Rows added to an old table are seen by the running release.
enum InsertRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard case .insert(let table, _) = statement.verb, !script.created.hasTable(table) else { return [] }
    if let reason = SQLiteInternals.reason(against: table, in: statement.before) {
      return [
        statement.finding(
          .internalTable, "INSERT INTO \(table): \(reason)", hint: "let SQLite write what is its own")
      ]
    }
    if SQLiteInternals.isCommand(statement.verb, statement.tokens[...], in: statement.before) {
      return [
        statement.finding(
          .internalTable, "INSERT INTO \(table): it is a command to the virtual table, which may empty it",
          hint: "make a virtual table of its own")
      ]
    }
    let triggers = Set(statement.triggeredWrites.compactMap(\.trigger)).sorted()
    let further = triggers.isEmpty ? "" : ", and sets off \(triggers.joined(separator: ", "))"
    return [
      statement.finding(
        .insert, as: .warning, "INSERT INTO \(table): the running release sees these rows\(further)",
        hint: "make sure that it can deal with them, and that the rollback takes them out again")
    ]
  }
}
