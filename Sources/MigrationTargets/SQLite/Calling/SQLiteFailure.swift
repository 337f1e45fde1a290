import MigrationPhases
import MigrationSQLite

/// Turns what SQLite answers into what the engine decides on.
struct SQLiteFailure: Sendable {
  var file: SQLiteFile
  var bounds: SQLiteBounds

  // Result codes: https://sqlite.org/rescode.html
  func error(for error: SQLiteError, in statement: ScriptStatement? = nil) -> TargetError {
    if error.isBusy { return locked() }
    switch error.code {
    case 9: return .cancelled
    case 14:
      return .unreachable("\(file.path): \(error.message); the daemon must be able to read and write it and its folder")
    case 26:
      return .unreachable(
        "\(file.path): is not a SQLite database; correct the path of target \(file.target) in the configuration")
    case 13: return .storage("\(file.path): the disk is full; nothing of the transaction was applied")
    case 11: return .storage("\(file.path): the database is damaged: \(error.message); restore it from a copy")
    case 8, 3: return .storage("\(file.path): \(error.message); the daemon must be able to write it and its folder")
    case 10: return .storage("\(file.path): \(error.message) (SQLite \(error.extendedCode))")
    default:
      return .statement(code: String(error.extendedCode), message: error.message, statement: statement)
    }
  }

  func locked() -> TargetError {
    let holders = SQLiteLockHolders.describe(path: file.path)
    let who = holders.map { "held by \($0)" } ?? "it is not known by whom it is held"
    return .locked(
      "\(file.path): no lock within \(bounds.lock.formatted), \(who); nothing of the transaction was applied")
  }
}

extension Duration {
  /// `10 s`, or `250 ms` below a second.
  var formatted: String {
    self < .seconds(1) ? "\(Int64(self / .milliseconds(1))) ms" : "\(Int64(self / .seconds(1))) s"
  }
}
