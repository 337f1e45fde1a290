import GRDBSQLite

/// What SQLite answered, never flattened to a string.
public struct SQLiteError: Error, Sendable, Hashable {
  /// The extended result code (https://sqlite.org/rescode.html), such as 2067 for a unique constraint.
  public var extendedCode: Int32
  public var message: String
  /// Byte offset of the token at fault in the SQL text; nil where SQLite names none.
  public var offset: Int?
  /// The SQL that was being prepared or run, if any.
  public var sql: String?

  public init(extendedCode: Int32, message: String, offset: Int? = nil, sql: String? = nil) {
    self.extendedCode = extendedCode
    self.message = message
    self.offset = offset
    self.sql = sql
  }

  /// The primary result code, such as 5 for busy.
  public var code: Int32 { extendedCode & 0xff }

  public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
  public var isConstraint: Bool { code == SQLITE_CONSTRAINT }
  public var isInterrupted: Bool { code == SQLITE_INTERRUPT }
  public var isFull: Bool { code == SQLITE_FULL }
  public var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
}

extension SQLiteError: CustomStringConvertible {
  public var description: String { "SQLite \(extendedCode): \(message)" }
}
