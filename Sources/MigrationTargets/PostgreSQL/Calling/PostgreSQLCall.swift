import MigrationPhases
import MigrationPostgreSQL

/// A session during one call, with that call's bounds and its errors as the engine knows them.
final class PostgreSQLCall {
  let session: PostgreSQLSession
  let place: PostgreSQLPlace
  let limit: PostgreSQLLimit
  private let began = ContinuousClock.now
  private var contention: PostgreSQLContention?
  private var isCutOff = false

  init(session: PostgreSQLSession, place: PostgreSQLPlace, limit: PostgreSQLLimit) {
    self.session = session
    self.place = place
    self.limit = limit
  }

  private var trouble: PostgreSQLTrouble { place.trouble(limit) }
  private var left: Duration { limit.duration(of: place.bounds) - (ContinuousClock.now - began) }

  /// Runs one statement to its end within what is left of the call's bound.
  /// - Parameters:
  ///   - statement: the plan's, for errors.
  ///   - prefix: how many characters of `sql` stand before it.
  @discardableResult
  func run(
    _ sql: String, _ values: [PostgreSQLValue] = [], of statement: ScriptStatement? = nil, prefix: Int = 0,
    limit: Int = 100_000
  ) throws(TargetError) -> PostgreSQLResult {
    guard left > .zero else { throw trouble.expired(in: statement) }
    do throws(PostgreSQLError) {
      return try session.run(sql, values, bound: left, limit: limit)
    } catch {
      throw note(error, statement, prefix: prefix)
    }
  }

  private func note(_ error: PostgreSQLError, _ statement: ScriptStatement?, prefix: Int) -> TargetError {
    if case .server(let failure) = error, failure.isWorthRetrying {
      contention = PostgreSQLContention(reason: .failure(failure), statement: statement?.at(position: failure.position))
    }
    if error.isPassing { isCutOff = true }
    return trouble.error(for: error, in: statement, prefix: prefix)
  }

  /// Has the transaction tried again later, since these would keep it waiting.
  func giveWay(to holders: [PostgreSQLLockHolder], on table: String, before statement: ScriptStatement) -> TargetError {
    contention = PostgreSQLContention(
      reason: .foreseen(table: table, holders), statement: statement)
    return .locked("\(place.name): \(holders.words)")
  }

  /// Runs `body` in one transaction that writes, while no other `migrated` writes to this database.
  func transaction<T>(_ body: (PostgreSQLCall) throws(TargetError) -> T) -> PostgreSQLEnd<T> {
    do throws(TargetError) {
      try run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
      try setBounds()
      // A commit that is not waited for to reach the disk would be on record here and might be gone there.
      try run(
        """
        SELECT pg_catalog.set_config('synchronous_commit', 'on', true)
        WHERE pg_catalog.current_setting('synchronous_commit') = 'off'
        """)
      try run("SELECT pg_catalog.pg_advisory_xact_lock($1)", [.integer(Self.advisoryKey)])
      return try commit(body(self))
    } catch {
      session.rollBack()
      if let contention { return .contended(contention) }
      return isCutOff ? .cutOff(error) : .failed(error)
    }
  }

  /// `migrated` in ASCII.
  static let advisoryKey: Int64 = 0x6D69_6772_6174_6564

  /// Said again before each statement of a plan, which may have set them otherwise. The server has them too, so that
  /// nothing goes on there when this host is gone or stands still. What is patient waits for a lock as long as it may
  /// run: nobody queues up behind it.
  func setBounds(isPatient: Bool = false) throws(TargetError) {
    func milliseconds(_ time: Duration) -> PostgreSQLValue {
      .text(String(max(1, min(Int64(time / .milliseconds(1)), Int64(Int32.max)))))
    }
    try run(
      """
      SELECT pg_catalog.set_config('lock_timeout', $1, true), pg_catalog.set_config('statement_timeout', $2, true),
        pg_catalog.set_config('idle_in_transaction_session_timeout', '60000', true)
      """, [isPatient ? .text("0") : milliseconds(place.bounds.lock), milliseconds(max(left, .milliseconds(1)))])
  }

  /// So that whoever looks at the server's sessions sees what this one is for. The server keeps 63 bytes.
  func name(after step: StepKey, local: Bool = true) throws(TargetError) {
    try run(
      "SELECT pg_catalog.set_config('application_name', $1, $2)",
      [.text("migrated/\(step.migration)/\(step.phase.rawValue)"), .boolean(local)])
  }

  /// Takes the ledger's schema out of the search path. A role named `migrated` would have it first there by default
  /// (`"$user"`), and a plan's tables would be made in it.
  func hideLedger(local: Bool = true) throws(TargetError) {
    try run(
      """
      SELECT pg_catalog.set_config('search_path', coalesce(
        (SELECT string_agg(quote_ident(u.name), ', ' ORDER BY u.place)
         FROM unnest(current_schemas(false)) WITH ORDINALITY AS u (name, place) WHERE u.name <> $1), ''), $2)
      WHERE CAST($1 AS name) = ANY (current_schemas(false))
      """, [.text(PostgreSQLLedgerLayout.schema), .boolean(local)])
  }

  /// Reads within one snapshot of the database; whatever would write is refused by the server.
  func snapshot<T>(_ body: (PostgreSQLCall) throws(TargetError) -> T) throws(TargetError) -> T {
    try run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    defer { session.rollBack() }
    try setBounds()
    return try body(self)
  }

  /// Runs `body` in a transaction that may write, and takes back whatever it did.
  func rolledBack<T>(_ body: (PostgreSQLCall) throws(TargetError) -> T) throws(TargetError) -> T {
    try run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
    defer { session.rollBack() }
    try setBounds()
    return try body(self)
  }

  private func commit<T>(_ value: T) throws(TargetError) -> PostgreSQLEnd<T> {
    guard session.transaction == .open else {
      throw .outcomeUnknown("\(place.name): the transaction was ended by a statement in it; look at the ledger")
    }
    do throws(PostgreSQLError) {
      let result = try session.run("COMMIT", bound: max(left, Self.shortestCommit), isCancellable: false)
      guard result.command == "COMMIT" else {
        throw .server(PostgreSQLFailure(code: "25P02", message: "the server answered COMMIT with \(result.command)"))
      }
      return .committed(value)
    } catch .server(let failure) where failure.severity == "ERROR" {
      // A deferred constraint, a serialisation failure: it is rolled back.
      throw note(.server(failure), nil, prefix: 0)
    } catch {
      return .unanswered(value, "\(error)")
    }
  }

  private static let shortestCommit = Duration.seconds(10)
}
