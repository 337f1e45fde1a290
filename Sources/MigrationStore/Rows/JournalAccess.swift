import GRDB

/// The connection of one decision or one read. Gone once its closure has returned, so that a value that escaped
/// throws rather than traps.
final class JournalAccess {
  let path: String
  private var connection: Database?
  /// The first write that failed. A decision is all or nothing: it is not committed even if its body went on.
  private(set) var failure: StoreError?
  /// Rollouts as they were read or written last. Nobody else writes while the access lasts.
  var rollouts: [Int64: RolloutRecord] = [:]
  /// The head of the history, likewise.
  var head: HistoryHead?

  init(_ connection: Database, path: String) {
    self.connection = connection
    self.path = path
  }

  func end() { connection = nil }

  /// All rows, each made by `make`. The statement is prepared once a connection.
  func rows<T>(
    _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], _ make: (inout RowReader) throws -> T
  ) throws(StoreError) -> [T] {
    var all: [T] = []
    try eachRow(sql, arguments) { reader in all.append(try make(&reader)) }
    return all
  }

  /// All rows of a request whose conditions differ from call to call.
  func rows<T>(
    _ request: QueryInterfaceRequest<Row>, _ make: (inout RowReader) throws -> T
  ) throws(StoreError) -> [T] {
    try use { database throws in
      var all: [T] = []
      let cursor = try request.fetchCursor(database)
      while let row = try cursor.next() {
        var reader = RowReader(row, path: path)
        all.append(try make(&reader))
      }
      return all
    }
  }

  /// The first row, if there is one.
  func row<T>(
    _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], _ make: (inout RowReader) throws -> T
  ) throws(StoreError) -> T? {
    try use { database throws in
      let cursor = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: Self.storable(arguments))
      guard let row = try cursor.next() else { return nil }
      var reader = RowReader(row, path: path)
      return try make(&reader)
    }
  }

  /// Hands over row after row without keeping any.
  func eachRow(
    _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], _ body: (inout RowReader) throws -> Void
  ) throws(StoreError) {
    try use { database throws in
      let cursor = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: Self.storable(arguments))
      while let row = try cursor.next() {
        var reader = RowReader(row, path: path)
        try body(&reader)
      }
    }
  }

  /// Rows to be taken one after the other for as long as the access lasts.
  func stream<T>(
    _ sql: String, _ make: @escaping (inout RowReader) throws -> T
  ) throws(StoreError) -> RowStream<T> {
    try use { database throws in
      RowStream(try Row.fetchCursor(database.makeStatement(sql: sql)), path: path, make: make)
    }
  }

  /// Changes something; answers the number of rows that changed.
  @discardableResult
  func write(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws(StoreError) -> Int {
    do {
      return try use { database throws in
        try database.cachedStatement(sql: sql).execute(arguments: Self.storable(arguments))
        return database.changesCount
      }
    } catch {
      failure = failure ?? error
      throw error
    }
  }

  /// The key of the row that was inserted last.
  func lastInsertedID() throws(StoreError) -> Int64 { try use { database in database.lastInsertedRowID } }

  /// A row that was to be changed, or read back, is not there.
  func missing(_ what: String) -> StoreError {
    let error = StoreError.refused(
      code: ResultCode.SQLITE_NOTFOUND.rawValue, what: "there is no \(what) on record")
    failure = failure ?? error
    return error
  }

  private func use<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    guard let connection else { throw .closed }
    return try StoreError.translating(path: path) { try body(connection) }
  }

  /// GRDB hands text over up to its first NUL. Such a character becomes U+FFFD, so that nothing is cut off unseen.
  private static func storable(_ arguments: [(any DatabaseValueConvertible)?]) -> StatementArguments {
    StatementArguments(arguments.map { ($0 as? String)?.storable ?? $0 })
  }
}

extension String {
  /// The text as the journal can hold it: without NUL.
  var storable: String {
    guard utf8.contains(0) else { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars { scalars.append(scalar == "\0" ? "\u{FFFD}" : scalar) }
    return String(scalars)
  }
}
