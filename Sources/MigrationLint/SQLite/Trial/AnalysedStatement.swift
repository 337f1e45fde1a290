import MigrationPhases
import MigrationSQLite

/// A statement and all that is known of it once it was tried out.
struct AnalysedStatement {
  let statement: ScriptStatement
  let tokens: [SQLiteToken]
  let verb: SQLiteVerb
  /// What it would do, as SQLite reports it while preparing; as far as it came, where it failed.
  let look: SQLiteSandbox.Look
  /// Rows of its table would be deleted by REPLACE, whether said here or in the table.
  let deletesOnConflict: Bool
  /// Tables from which triggers that it sets off would delete rows, since its REPLACE is handed on to them.
  let replacedByTriggers: Set<String>
  /// Where it adds a column with a CHECK: whether that holds by itself.
  let columnTrial: SQLiteColumnTrial?
  /// Where it adds to a table that was there before what a row could fail by.
  let writeTrial: SQLiteWriteTrial?
  let before: SQLiteSchema
  let after: SQLiteSchema
  /// Why it could not be prepared or run.
  let failure: SQLiteError?
  /// No schema was given.
  let isOffline: Bool
  /// The failure is no more than a name that only the target could resolve: its words alone tell what it does.
  let isUnresolved: Bool

  /// A finding at a byte of the statement, or at its first character.
  func finding(
    _ rule: LintRule, as severity: Finding.Severity = .error, at offset: Int? = nil, _ message: String,
    hint: String? = nil
  ) -> Finding {
    statement.finding(rule, as: severity, at: offset, message, hint: hint)
  }

  /// Rows written on the statement's own behalf, not by triggers.
  var ownWrites: [AuthorizedAction] { look.actions.filter { SQLiteWrites.isWrite($0) && $0.trigger == nil } }

  /// Rows written by triggers that it sets off.
  var triggeredWrites: [AuthorizedAction] { look.actions.filter { SQLiteWrites.isWrite($0) && $0.trigger != nil } }
}
