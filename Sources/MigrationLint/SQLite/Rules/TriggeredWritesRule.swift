import MigrationPhases
import MigrationSQLite

/// What a statement does by the triggers that it sets off, whether these stay or are gone again when the script ends.
/// Triggers that were there before are the application's affair, but for those that take a view's statement over: what
/// they do is what the statement does.
enum TriggeredWritesRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    var told: [Finding] = []
    for action in statement.triggeredWrites {
      guard let finding = finding(action, statement, script.created), !told.contains(finding) else { continue }
      told.append(finding)
    }
    return told
  }

  private static func finding(
    _ action: AuthorizedAction, _ statement: AnalysedStatement, _ created: CreatedObjects
  ) -> Finding? {
    guard let trigger = action.trigger, let table = action.first, !created.hasTable(table),
      statement.before.views[foldedSQLiteName(table)] == nil, isStatements(trigger, statement, created)
    else { return nil }
    let start = "the trigger \(trigger), which the statement sets off,"
    let hint = "write only what expand makes"
    switch action.code {
    case SQLiteActionCode.delete:
      return statement.finding(
        .delete, "\(start) deletes rows of \(table), which was there before", hint: hint)
    case SQLiteActionCode.update:
      guard let column = action.second, !created.hasColumn(table, column) else { return nil }
      return statement.finding(
        .update, "\(start) changes \(table).\(column), which was there before", hint: hint)
    default:
      guard let target = statement.verb.writtenTable, created.hasTable(target) else { return nil }
      return statement.finding(
        .insert, as: .warning, "\(start) adds rows to \(table), and the running release sees them",
        hint: InsertRule.hint)
    }
  }

  /// Whether what the trigger does is the plan's doing.
  private static func isStatements(
    _ trigger: String, _ statement: AnalysedStatement, _ created: CreatedObjects
  ) -> Bool {
    if created.has(.trigger, trigger) { return true }
    guard let known = statement.before.triggers[foldedSQLiteName(trigger)],
      let target = statement.verb.writtenTable.map(foldedSQLiteName)
    else { return false }
    return foldedSQLiteName(known.table) == target && statement.before.views[target] != nil
  }
}
