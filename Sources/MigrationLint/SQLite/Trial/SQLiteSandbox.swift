import MigrationSQLite

/// A database in memory with a target's schema and no rows, to try statements out in. It ends with this value.
final class SQLiteSandbox {
  /// One statement may report as many actions.
  static let mostActions = 50_000
  /// Functions that reach out of the database.
  private static let dangerous: Set<String> = ["load_extension", "fts3_tokenizer"]
  static let longestValue: Int32 = 16 * 1024 * 1024

  /// What the whole check may cost. Once it is spent, nothing is run or prepared here any more.
  let budget: SQLiteBudget
  /// Where what is looked at stands, for saying where the budget was spent.
  var place: ScriptSource?
  private let connection: SQLiteConnection
  /// No schema was given: a table that is not there may well be in the target.
  let isOffline: Bool
  private(set) var schema = SQLiteSchema()
  /// As it was given.
  private(set) var original = SQLiteSchema()
  /// Statements of the schema that cannot be repeated here, with SQLite's reason: virtual tables of unknown modules.
  private(set) var left: [SQLiteError] = []
  /// Tables made up because a statement named them, as they were made. Folded names.
  private(set) var stubs: [String: SQLiteSchema.Table] = [:]

  /// - Throws: what SQLite says to a statement of `schema` that it refuses.
  init(schema statements: [String]?, budget: SQLiteBudget) throws(SQLiteError) {
    self.budget = budget
    connection = try SQLiteConnection(path: "", mode: .memory)
    isOffline = statements == nil
    budget.bound(connection)
    try run("PRAGMA max_page_count = 16384")
    try run("PRAGMA foreign_keys = OFF")
    connection.setLengthLimit(Self.longestValue)
    try copy(statements ?? [])
    try refresh()
    original = schema
  }

  /// Runs one statement to its end, within the budget.
  @discardableResult
  func run(_ sql: String) throws(SQLiteError) -> [[SQLiteValue]] {
    try budget.begin(sql)
    let rows = try connection.run(sql)
    budget.spend(rows.count * SQLiteBudget.row)
    return rows
  }

  /// Virtual tables come first: they make their own shadow tables, which the schema lists, too.
  private func copy(_ statements: [String]) throws(SQLiteError) {
    let isVirtual = { (sql: String) in
      SQLiteTokens.of(String(sql.prefix(200))).prefix(2).map(\.keyword) == ["CREATE", "VIRTUAL"]
    }
    for sql in statements where isVirtual(sql) {
      do { try run(sql) } catch {
        if budget.isSpent { throw error }
        left.append(error)
      }
    }
    for sql in statements where !isVirtual(sql) {
      do { try run(sql) } catch {
        guard error.message.hasSuffix("already exists") else { throw error }
      }
    }
  }

  func refresh() throws(SQLiteError) { schema = try SQLiteSchema(earlier: schema, run) }

  /// What preparing a statement shows.
  struct Look {
    var actions: [AuthorizedAction] = []
    var failure: SQLiteError?
    var parameters: [String] = []
    var columnCount = 0
    var isReadOnly = false
  }

  /// Prepares one statement and notes what it would do. Where no schema was given, tables that it misses are made up, so
  /// that as much of it as possible is looked at.
  func look(at sql: String) -> Look {
    var look = lookOnce(at: sql)
    var tries = 0
    while isOffline, tries < 32, let failure = look.failure, let table = SQLiteMessage.missingTable(failure),
      makeUp(table)
    {
      tries += 1
      look = lookOnce(at: sql)
    }
    return look
  }

  private func lookOnce(at sql: String) -> Look {
    let seen = Seen()
    connection.setAuthorizer { [budget] action in
      seen.count += 1
      budget.spend(SQLiteBudget.action)
      guard seen.count <= Self.mostActions, !budget.isSpent else { return .deny }
      if seen.known.insert(action).inserted { seen.actions.append(action) }
      let isFunction = action.code == SQLiteActionCode.function
      return isFunction && action.second.map({ Self.dangerous.contains(foldedSQLiteName($0)) }) ?? false
        ? .deny : .allow
    }
    defer { connection.setAuthorizer(nil) }
    var look = Look()
    do {
      try budget.begin(sql)
      let statement = try connection.prepare(sql)
      look.parameters = statement.parameterNames
      look.columnCount = statement.columnCount
      look.isReadOnly = statement.isReadOnly
    } catch {
      look.failure = error
    }
    look.actions = seen.actions
    return look
  }

  private func makeUp(_ table: String) -> Bool {
    let folded = foldedSQLiteName(table)
    guard !SQLiteLedgerNames.isOne(table), stubs[folded] == nil else { return false }
    do {
      try run("CREATE TABLE main.\(quotedSQLiteIdentifier(table)) (\"unknown to migratectl\")")
      try refresh()
      stubs[folded] = schema.tables[folded]
      return stubs[folded] != nil
    } catch {
      return false
    }
  }

  /// Runs a statement that changes the schema.
  func apply(_ sql: String, verb: SQLiteVerb) throws(SQLiteError) {
    if case .alter(let table, .addColumn) = verb, let known = schema.table(table),
      let failure = SQLiteRowTrial.failure(adding: sql, to: known, within: budget)
    {
      throw failure
    }
    try run(sql)
    try refresh()
  }

  /// Runs `body` with foreign keys enforced. Within `undoing` they are not.
  func enforcingForeignKeys<Result>(_ body: () -> Result) -> Result {
    _ = try? run("PRAGMA foreign_keys = ON")
    defer { _ = try? run("PRAGMA foreign_keys = OFF") }
    return body()
  }

  /// Runs `body`, then takes back whatever it did, the tables that were made up, too.
  func undoing<Result>(_ body: () -> Result) throws(SQLiteError) -> Result {
    let before = stubs
    defer { stubs = before }
    try run("SAVEPOINT migratectl_lint")
    let result = body()
    // A statement that was stopped has taken everything back already.
    if connection.isInTransaction {
      try run("ROLLBACK TO migratectl_lint")
      try run("RELEASE migratectl_lint")
    }
    try refresh()
    return result
  }

  private final class Seen {
    var count = 0
    var known: Set<AuthorizedAction> = []
    var actions: [AuthorizedAction] = []
  }
}
