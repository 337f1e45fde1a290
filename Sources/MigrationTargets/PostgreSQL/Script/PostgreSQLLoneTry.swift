import MigrationPhases
import MigrationPostgreSQL

/// One try of a statement outside of a transaction, with what is to be done before and after it.
struct PostgreSQLLoneTry {
  let call: PostgreSQLCall
  var statement: ScriptStatement
  var lone: PostgreSQLLoneStatement
  var step: StepKey
  /// Whether no other daemon can be at work on the database.
  var hasLease: Bool

  func run(mayHaveRun: Bool) throws(TargetError) {
    try prepareSession()
    switch lone {
    case .createIndex(let name, let table): try create(name, on: table, mayHaveRun: mayHaveRun)
    case .dropIndex(let name):
      if mayHaveRun, try isGone(name) { return }
      do throws(TargetError) { try carryOut() } catch .statement(code: "42704", let message, let source) {
        // The backend of a connection that was lost came to its end meanwhile.
        if mayHaveRun, try isGone(name) { return }
        throw .statement(code: "42704", message: message, statement: source)
      }
    case .reindex(let index, let table):
      let table = try index.map { name throws(TargetError) in try self.table(of: name) } ?? table
      if let table { try dropLeftovers(of: table) }
      do throws(TargetError) { try carryOut() } catch {
        if let table { try? dropLeftovers(of: table) }
        throw error
      }
    case .vacuum: try carryOut()
    }
  }

  private func prepareSession() throws(TargetError) {
    let bound = String(min(Int64(call.place.bounds.script / .milliseconds(1)), Int64(Int32.max)))
    try call.run(
      "SELECT pg_catalog.set_config('lock_timeout', '0', false), pg_catalog.set_config('statement_timeout', $1, false)",
      [.text(bound)])
    try call.name(after: step, local: false)
    try call.hideLedger(local: false)
  }

  private func carryOut() throws(TargetError) { try call.run(statement.sql, of: statement) }

  private func create(_ name: String, on table: String, mayHaveRun: Bool) throws(TargetError) {
    if let found = try PostgreSQLIndexState.find(name, beside: table, in: call) {
      if found.isValid, mayHaveRun { return }
      if !found.isValid, found.isOnTable {
        try awaitOwn(on: table)
        if let now = try PostgreSQLIndexState.find(name, beside: table, in: call) {
          if now.isValid, mayHaveRun { return }
          if !now.isValid { try drop(now, of: table) }
        }
      }
    }
    do throws(TargetError) { try carryOut() } catch {
      // The backend of a connection that was lost came to its end meanwhile.
      if mayHaveRun, error.isThere, let now = try PostgreSQLIndexState.find(name, beside: table, in: call), now.isValid
      {
        return
      }
      try? clean(name, table, after: error)
      throw error
    }
    guard try PostgreSQLIndexState.find(name, beside: table, in: call)?.isValid == true else {
      try? clean(name, table, after: .cancelled)
      throw .statement(
        code: "55000", message: "the index \(name) is not valid after it was built", statement: statement)
    }
  }

  /// An index that is not valid costs each write, and a unique one refuses rows.
  private func drop(_ index: PostgreSQLIndexState, of table: String) throws(TargetError) {
    try checkNobodyBuilds(on: table, index.name)
    try call.run("DROP INDEX CONCURRENTLY IF EXISTS \(index.name)")
  }

  /// What a failed build left. An index that was there before it, and made it fail, is somebody else's.
  private func clean(_ name: String, _ table: String, after error: TargetError) throws(TargetError) {
    if error.isThere { return }
    guard call.session.isOpen, let left = try leftBehind(name, table) else { return }
    _ = try? call.session.run(
      "DROP INDEX CONCURRENTLY IF EXISTS \(left.name)", bound: Self.cleaning, isCancellable: false)
  }

  private func leftBehind(_ name: String, _ table: String) throws(TargetError) -> PostgreSQLIndexState? {
    let found: PostgreSQLResult
    do throws(PostgreSQLError) {
      found = try call.session.run(
        PostgreSQLIndexState.query, [.text(name), .text(table)], bound: Self.cleaning, isCancellable: false)
    } catch { return nil }
    guard let state = PostgreSQLIndexState(found.rows.first), !state.isValid, state.isOnTable else { return nil }
    return state
  }

  private static let cleaning = Duration.seconds(5)

  /// What a daemon that was killed had begun goes on at the server: with the lease, nobody else does. It is let come to
  /// its end, be it after hours; what it built is not built again.
  private func awaitOwn(on table: String) throws(TargetError) {
    guard hasLease else { return }
    while try builders(on: table).contains(where: \.isOwn) { try call.run("SELECT pg_catalog.pg_sleep(0.3)") }
  }

  private struct Builder {
    var pid: String
    var application: String
    var isOwn: Bool
  }

  private func builders(on table: String) throws(TargetError) -> [Builder] {
    let rows = try call.run(
      """
      SELECT l.pid, coalesce(a.application_name, ''),
        a.usename = current_user AND a.application_name LIKE 'migrated/%'
      FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
      WHERE l.locktype = 'relation' AND l.relation = CAST(to_regclass($1) AS oid) AND l.granted
        AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
        AND l.mode = 'ShareUpdateExclusiveLock' AND l.pid <> pg_backend_pid()
        AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
      """, [.text(table)]
    ).rows
    return rows.map { Builder(pid: $0[0] ?? "0", application: $0[1] ?? "", isOwn: $0[2] == "t") }
  }

  /// Our own backend may still be at it, where only the connection to it was lost.
  private func checkNobodyBuilds(on table: String, _ what: String) throws(TargetError) {
    guard let builder = try builders(on: table).first else { return }
    let pid = builder.pid
    let who = builder.application.isEmpty ? "process \(pid)" : "process \(pid) (\(builder.application))"
    throw .locked(
      "\(statement.file):\(statement.line):\(statement.column): \(call.place.name): \(what) is not valid, and \(who) "
        + "is at work on \(table), maybe building it; try again when it is done, or end it: "
        + "SELECT pg_terminate_backend(\(pid))")
  }

  private func isGone(_ name: String) throws(TargetError) -> Bool {
    try call.run("SELECT to_regclass($1) IS NULL", [.text(name)]).value == "t"
  }

  private func table(of index: String) throws(TargetError) -> String? {
    try call.run(
      """
      SELECT CAST(CAST(i.indrelid AS regclass) AS text) FROM pg_catalog.pg_index AS i
      WHERE i.indexrelid = CAST(to_regclass($1) AS oid)
      """, [.text(index)]
    ).value
  }

  /// Copies that REINDEX CONCURRENTLY did not come to the end with
  /// (https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY).
  private func dropLeftovers(of table: String) throws(TargetError) {
    let rows = try call.run(
      """
      SELECT CAST(CAST(i.indexrelid AS regclass) AS text) FROM pg_catalog.pg_index AS i
      JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
      WHERE i.indrelid = CAST(to_regclass($1) AS oid) AND NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
      """, [.text(table)]
    ).rows
    for row in rows {
      guard let name = row[0] else { continue }
      try checkNobodyBuilds(on: table, name)
      try call.run("DROP INDEX CONCURRENTLY IF EXISTS \(name)")
    }
  }
}

extension TargetError {
  /// Something of that name was there already: duplicate_table.
  fileprivate var isThere: Bool { if case .statement(code: "42P07", _, _) = self { true } else { false } }
}
