import GRDB

extension StoreError {
  /// The one map from SQLite's result codes to ours.
  init(_ error: DatabaseError, path: String) {
    let code = error.extendedResultCode.rawValue
    let what = error.message ?? "no message"
    switch error.resultCode {
    case .SQLITE_FULL: self = .full(path: path, code: code)
    case .SQLITE_READONLY: self = .readOnly(path: path, code: code)
    case .SQLITE_CORRUPT: self = .corrupt(path: path, code: code, what: what)
    case .SQLITE_NOTADB: self = .notAJournal(path: path, what: what)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path, code: code)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_PROTOCOL, .SQLITE_NOLFS:
      self = .io(path: path, code: code, what: what)
    case .SQLITE_CONSTRAINT: self = .refused(code: code, what: what)
    default: self = .other(code: code, message: what)
    }
  }

  /// Runs `body`; what SQLite or GRDB throws comes out as a `StoreError`.
  static func translating<T>(path: String, _ body: () throws -> T) throws(StoreError) -> T {
    do {
      return try body()
    } catch let error as StoreError {
      throw error
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    } catch {
      throw .other(code: -1, message: "\(error)")
    }
  }
}
