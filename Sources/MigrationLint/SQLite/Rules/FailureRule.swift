import MigrationPhases
import MigrationSQLite

/// SQLite refuses the statement, or it could not be tried out.
enum FailureRule: SQLiteRule {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding] {
    guard let failure = statement.failure, !statement.isUnresolved else { return [] }
    // The ledger is never part of the copy, so it is missing there: LedgerRule says what is the matter.
    if let table = SQLiteMessage.missingTable(failure), SQLiteLedgerNames.isOne(table) { return [] }
    // NotNullRule says it better, with the column.
    if failure.message.hasPrefix("Cannot add a NOT NULL column"), script.kind.keepsWhatWasThere { return [] }
    return [finding(failure, in: statement)]
  }

  static func finding(_ failure: SQLiteError, in statement: AnalysedStatement) -> Finding {
    let offset = SQLiteMessage.offset(of: failure, in: statement.tokens)
    return switch SQLiteMessage.kind(of: failure) {
    case .syntax: statement.finding(.syntaxError, at: offset, "SQLite says: \(failure.message)")
    case .unresolved:
      statement.finding(
        .unknownName, at: offset, "SQLite says: \(failure.message)",
        hint: "compare with the target's schema; an earlier statement may have failed, too")
    case .dependent:
      statement.finding(
        .breaksExisting, "SQLite refuses this: \(failure.message)",
        hint: "change the view or trigger before this statement")
    case .bounds:
      statement.finding(
        .notAnalysable, "the statement takes too long even in an empty database",
        hint: "write rows in a backfill, and take queries without an end out")
    case .other: statement.finding(.notAnalysable, at: offset, "SQLite refuses this: \(failure.message)")
    }
  }
}
