import GRDBSQLite

/// One raw SQLite connection. Not Sendable: whoever owns it keeps it on one thread at a time.
public final class SQLiteConnection {
  public enum Mode: Sendable, Hashable {
    /// Read and write; the file must exist.
    case readWrite
    /// Read and write; the file is made if it is missing.
    case create
    case readOnly
    case memory
  }

  let handle: OpaquePointer
  private var authorizer: AuthorizerBox?
  private var progress: ProgressBox?

  /// Opens `path` (ignored for `.memory`). Foreign keys are left as SQLite has them by default (off).
  public init(path: String, mode: Mode) throws(SQLiteError) {
    var handle: OpaquePointer?
    let flags: Int32 =
      switch mode {
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readOnly: SQLITE_OPEN_READONLY
      case .memory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
      }
    let code = sqlite3_open_v2(mode == .memory ? ":memory:" : path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
      let extended = handle.map { sqlite3_extended_errcode($0) } ?? code
      sqlite3_close_v2(handle)
      throw SQLiteError(extendedCode: extended, message: message)
    }
    self.handle = handle
    sqlite3_extended_result_codes(handle, 1)
    Self.takeAway("fts3_tokenizer", from: handle)
  }

  /// Puts a function that only fails in the place of one of SQLite's own. `fts3_tokenizer` gives out and takes addresses
  /// of the process's memory (https://sqlite.org/fts3.html#custom_application_defined_tokenizers).
  private static func takeAway(_ function: String, from handle: OpaquePointer) {
    for arguments: Int32 in 1...2 {
      sqlite3_create_function_v2(
        handle, function, arguments, SQLITE_UTF8, nil,
        { context, _, _ in sqlite3_result_error(context, "this function is not available here", -1) }, nil, nil, nil)
    }
  }

  deinit { sqlite3_close_v2(handle) }

  /// How long a statement waits for another connection's lock before it answers busy.
  public func setBusyTimeout(_ timeout: Duration) {
    let milliseconds = timeout / .milliseconds(1)
    sqlite3_busy_timeout(handle, Int32(max(0, min(milliseconds, 2_000_000_000))))
  }

  /// The first statement of `sql`, and where (in bytes) the rest begins. A nil statement means blanks and comments only.
  public func prepare(
    leading sql: String
  ) throws(SQLiteError) -> (statement: SQLiteStatement?, tail: Int) {
    var statement: OpaquePointer?
    var tail = 0
    var copy = sql
    let code = copy.withUTF8 { bytes -> Int32 in
      bytes.withMemoryRebound(to: CChar.self) { chars in
        guard let base = chars.baseAddress else { return SQLITE_OK }
        var end: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v3(handle, base, Int32(chars.count), 0, &statement, &end)
        tail = end.map { base.distance(to: $0) } ?? chars.count
        return code
      }
    }
    guard code == SQLITE_OK else { throw failure(sql: sql) }
    return (statement.map { SQLiteStatement(handle: $0, connection: self) }, tail)
  }

  /// A single statement; more than one, or none, is an error.
  public func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    let (statement, tail) = try prepare(leading: sql)
    guard let statement else {
      throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "there is no statement here", sql: sql)
    }
    if try prepare(leading: String(decoding: Array(sql.utf8.dropFirst(tail)), as: UTF8.self)).statement != nil {
      throw SQLiteError(
        extendedCode: SQLITE_MISUSE, message: "there is more than one statement here", offset: tail, sql: sql)
    }
    return statement
  }

  /// Runs one statement to its end and gives its rows.
  @discardableResult
  public func run(_ sql: String, _ values: [String: SQLiteValue] = [:]) throws(SQLiteError) -> [[SQLiteValue]] {
    let statement = try prepare(sql)
    try statement.bind(values)
    var rows: [[SQLiteValue]] = []
    while try statement.step() { rows.append(statement.row) }
    return rows
  }

  /// Rows changed by the last INSERT, UPDATE or DELETE, without those that triggers changed.
  public var changes: Int { Int(sqlite3_changes64(handle)) }

  /// Whether a transaction is open.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` between BEGIN IMMEDIATE and COMMIT; rolls back when it throws.
  public func immediateTransaction<T>(_ body: () throws(SQLiteError) -> T) throws(SQLiteError) -> T {
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      if isInTransaction { _ = try? run("ROLLBACK") }
      throw error
    }
  }

  /// Calls `decide` for whatever a statement does while it is prepared (https://sqlite.org/c3ref/set_authorizer.html).
  /// nil takes it away.
  public func setAuthorizer(_ decide: ((AuthorizedAction) -> Authorization)?) {
    guard let decide else {
      sqlite3_set_authorizer(handle, nil, nil)
      authorizer = nil
      return
    }
    let box = AuthorizerBox(decide)
    authorizer = box
    sqlite3_set_authorizer(
      handle,
      { context, code, first, second, database, trigger in
        guard let context else { return SQLITE_DENY }
        let box = Unmanaged<AuthorizerBox>.fromOpaque(context).takeUnretainedValue()
        let action = AuthorizedAction(
          code: code, first: first.map { String(cString: $0) }, second: second.map { String(cString: $0) },
          database: database.map { String(cString: $0) }, trigger: trigger.map { String(cString: $0) })
        switch box.decide(action) {
        case .allow: return SQLITE_OK
        case .deny: return SQLITE_DENY
        case .ignore: return SQLITE_IGNORE
        }
      }, Unmanaged.passUnretained(box).toOpaque())
  }

  /// Asks `goOn` each time a statement has taken about `count` more of SQLite's instructions; where it says no, the
  /// statement answers `isInterrupted`. nil takes it away. (https://sqlite.org/c3ref/progress_handler.html)
  public func setProgress(every count: Int32, _ goOn: (() -> Bool)?) {
    guard let goOn else {
      sqlite3_progress_handler(handle, 0, nil, nil)
      progress = nil
      return
    }
    let box = ProgressBox(goOn)
    progress = box
    sqlite3_progress_handler(
      handle, count,
      { context in
        guard let context else { return 1 }
        return Unmanaged<ProgressBox>.fromOpaque(context).takeUnretainedValue().goOn() ? 0 : 1
      }, Unmanaged.passUnretained(box).toOpaque())
  }

  /// The longest text or blob, in bytes, that this connection makes or takes; SQL text counts, too.
  /// (https://sqlite.org/limits.html#max_length)
  /// - Returns: what it was before.
  @discardableResult
  public func setLengthLimit(_ bytes: Int32) -> Int32 { sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, bytes) }

  /// Copies this database, as one snapshot, over the one at `path` by SQLite's online backup, `pages` at a time;
  /// `between` is called after each part and may throw to give it up.
  public func backUp(
    to path: String, pages: Int32 = 1_000, busyTimeout: Duration = .seconds(5),
    between: () throws(SQLiteError) -> Void = {}
  ) throws(SQLiteError) {
    let destination = try SQLiteConnection(path: path, mode: .create)
    guard let backup = sqlite3_backup_init(destination.handle, "main", handle, "main") else {
      throw destination.failure(sql: nil)
    }
    var waited: Duration = .zero
    while true {
      let code = sqlite3_backup_step(backup, pages)
      if code == SQLITE_DONE { break }
      if code == SQLITE_BUSY || code == SQLITE_LOCKED, waited < busyTimeout {
        sqlite3_sleep(20)
        waited += .milliseconds(20)
        continue
      }
      guard code == SQLITE_OK else {
        sqlite3_backup_finish(backup)
        throw SQLiteError(extendedCode: code, message: String(cString: sqlite3_errstr(code)))
      }
      do { try between() } catch {
        sqlite3_backup_finish(backup)
        throw error
      }
    }
    let code = sqlite3_backup_finish(backup)
    guard code == SQLITE_OK else {
      throw SQLiteError(extendedCode: code, message: String(cString: sqlite3_errstr(code)))
    }
  }

  /// Makes the statement that runs on this connection answer `isInterrupted`. Safe to call from any thread
  /// while the connection is open.
  public var interrupter: SQLiteInterrupter { SQLiteInterrupter(self) }

  func failure(sql: String?) -> SQLiteError {
    let offset = sqlite3_error_offset(handle)
    return SQLiteError(
      extendedCode: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)),
      offset: offset < 0 ? nil : Int(offset), sql: sql)
  }
}

/// Whether `sql` ends in a complete statement, by SQLite's own rule (`sqlite3_complete`): strings, comments and
/// trigger bodies are understood.
public func isCompleteSQL(_ sql: String) -> Bool { sqlite3_complete(sql) == 1 }

/// A name in double quotes, as SQLite wants identifiers quoted.
public func quotedSQLiteIdentifier(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

private final class AuthorizerBox {
  let decide: (AuthorizedAction) -> Authorization
  init(_ decide: @escaping (AuthorizedAction) -> Authorization) { self.decide = decide }
}

private final class ProgressBox {
  let goOn: () -> Bool
  init(_ goOn: @escaping () -> Bool) { self.goOn = goOn }
}
