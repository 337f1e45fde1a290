import GRDBSQLite

/// A prepared statement. Finalized when it goes.
public final class SQLiteStatement {
  private let handle: OpaquePointer
  private let connection: SQLiteConnection

  init(handle: OpaquePointer, connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  public var sql: String { String(cString: sqlite3_sql(handle)) }
  public var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }
  public var columnCount: Int { Int(sqlite3_column_count(handle)) }

  /// How many parameters there are, nameless ones included.
  public var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  /// Names of the parameters with their mark, such as `:lower`; nameless ones are left out.
  public var parameterNames: [String] {
    let count = sqlite3_bind_parameter_count(handle)
    guard count > 0 else { return [] }
    return (1...count).compactMap { sqlite3_bind_parameter_name(handle, $0).map { String(cString: $0) } }
  }

  /// Sets parameters by name with their mark (`:lower`). A name that the statement does not have is passed over.
  public func bind(_ values: [String: SQLiteValue]) throws(SQLiteError) {
    for (name, value) in values {
      let index = sqlite3_bind_parameter_index(handle, name)
      guard index > 0 else { continue }
      try bind(value, at: index)
    }
  }

  /// Sets one parameter by its place, from 1.
  public func bind(_ value: SQLiteValue, at index: Int32) throws(SQLiteError) {
    // SQLITE_TRANSIENT: SQLite copies the bytes.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let code: Int32 =
      switch value {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let value): sqlite3_bind_int64(handle, index, value)
      case .real(let value): sqlite3_bind_double(handle, index, value)
      case .text(let value):
        value.withCString { sqlite3_bind_text(handle, index, $0, Int32(value.utf8.count), transient) }
      case .blob(let bytes):
        bytes.withUnsafeBytes { sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), transient) }
      }
    guard code == SQLITE_OK else { throw connection.failure(sql: sql) }
  }

  /// Goes to the next row; false at the end.
  public func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = connection.failure(sql: sql)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Ready to run again; the parameters keep their values.
  public func reset() { sqlite3_reset(handle) }

  /// The values of the current row.
  public var row: [SQLiteValue] { (0..<sqlite3_column_count(handle)).map { value(at: $0) } }

  private func value(at column: Int32) -> SQLiteValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      let count = Int(sqlite3_column_bytes(handle, column))
      guard let text = sqlite3_column_text(handle, column) else { return .text("") }
      return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(handle, column))
      guard let blob = sqlite3_column_blob(handle, column) else { return .blob([]) }
      return .blob([UInt8](UnsafeRawBufferPointer(start: blob, count: count)))
    default: return .null
    }
  }
}
