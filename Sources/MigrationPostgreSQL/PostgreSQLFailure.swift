/// An error as the server reported it, never flattened to a string.
/// (https://www.postgresql.org/docs/current/protocol-error-fields.html)
public struct PostgreSQLFailure: Sendable, Hashable {
  /// `ERROR`, `FATAL` or `PANIC`, in English whatever the server's language.
  public var severity: String
  /// Its SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), such as `55P03`.
  public var code: String
  public var message: String
  public var detail: String?
  public var hint: String?
  /// The character of the statement that it is about, from 1.
  public var position: Int?
  /// The statement that it is about where that is not the one that was sent, as inside a function, and the character
  /// of that, from 1.
  public var internalQuery: String?
  public var internalPosition: Int?
  /// Where it came up: functions, triggers, the line of each.
  public var context: String?
  public var schema: String?
  public var table: String?
  public var column: String?
  public var constraint: String?

  public init(severity: String = "ERROR", code: String, message: String) {
    self.severity = severity
    self.code = code
    self.message = message
  }

  /// A lock was not got within `lock_timeout`.
  public var isLockTimeout: Bool { code == "55P03" }
  /// Taking the whole transaction back and trying it again may help: a lock, a deadlock, a serialisation failure.
  public var isWorthRetrying: Bool { ["55P03", "40P01", "40001"].contains(code) }
}

extension PostgreSQLFailure: CustomStringConvertible {
  /// Message, detail and hint in one line, with the SQLSTATE.
  public var description: String { "\(text) (\(code))" }

  /// Message, detail and hint in one line.
  public var text: String {
    let parts = [message, detail.map { "detail: \($0)" }, hint.map { "hint: \($0)" }].compactMap { $0 }
    return parts.map(oneLine).joined(separator: "; ")
  }
}

/// A text of several lines in one.
func oneLine(_ text: String) -> String {
  text.split { $0.isNewline || $0 == "\t" }.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.joined(separator: "; ")
}
