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
    let further = setOff(by: statement).map { ", and sets off \($0)" }.joined()
    return [
      statement.finding(
        .insert, as: .warning, "INSERT INTO \(table): the running release sees these rows\(further)",
        hint: hint)
    ]
  }

  /// Nothing of the plan may delete from a table that was there before: a row that looks the same may be somebody else's.
  static let hint =
    "make sure that it can deal with them for good: no rollback takes them out; rows that must go again belong in a "
    + "table that expand makes"

  /// Its triggers, each with the tables that it takes rows from or changes.
  private static func setOff(by statement: AnalysedStatement) -> [String] {
    let writes = statement.triggeredWrites
    return Set(writes.compactMap(\.trigger)).sorted().map { trigger in
      let does = [(SQLiteActionCode.delete, "deletes rows of"), (SQLiteActionCode.update, "changes")].compactMap {
        code, words -> String? in
        let tables = Set(writes.filter { $0.trigger == trigger && $0.code == code }.compactMap(\.first)).sorted()
        return tables.isEmpty ? nil : "\(words) \(tables.joined(separator: ", "))"
      }
      return does.isEmpty ? trigger : "\(trigger), which \(does.joined(separator: " and "))"
    }
  }
}
