import MigrationPhases

/// Why a target could not do what was asked. Unless it says otherwise, nothing of the step was applied.
public enum TargetError: Error, Sendable, Hashable {
  /// It cannot be opened or reached; the text says which file or host and why.
  case unreachable(String)
  /// A lock was not got within its bound, after all tries.
  case locked(String)
  /// The engine refused a statement: its code (an extended result code or a SQLSTATE), its words, and the statement.
  case statement(code: String, message: String, statement: ScriptStatement?)
  /// The ledger has this migration with another digest, was tampered with, or is from a newer version.
  case ledger(String)
  /// The database is not the one that the step is for: it has another ledger than expected, or none.
  case otherLedger(expected: String, found: LedgerIdentity?)
  /// The plan asks for something this target does not have, such as a table without a usable key.
  case unsupported(String)
  /// The connection was lost around a commit: it may or may not have happened. Ask the ledger.
  case outcomeUnknown(String)
  /// The task was cancelled; nothing of the step was applied.
  case cancelled
  /// Out of disk space, an I/O error, a damaged file.
  case storage(String)

  static func proofIsLost(in place: String) -> String {
    "\(place) does not keep what is written to it: look for triggers on its tables, and drop them"
  }
}

extension TargetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreachable(let text), .locked(let text), .ledger(let text), .unsupported(let text),
      .outcomeUnknown(let text), .storage(let text):
      text
    case .otherLedger(let expected, nil): "the database has no ledger, the one on record is \(expected)"
    case .otherLedger(let expected, let found?) where found.id == expected:
      "the database's ledger \(expected) is kept by another journal, \(found.journal ?? "which it does not name")"
    case .otherLedger(let expected, let found?):
      "the database's ledger is \(found.id), the one on record is \(expected)"
    case .statement(let code, let message, let statement?):
      "\(statement.file):\(statement.line):\(statement.column): \(message) (\(code))"
    case .statement(let code, let message, nil): "\(message) (\(code))"
    case .cancelled: "cancelled"
    }
  }
}
