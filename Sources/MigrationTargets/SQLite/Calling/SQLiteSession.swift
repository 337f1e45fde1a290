import Glibc
import MigrationPhases
import MigrationSQLite

/// A connection during one call, with that call's bounds and its errors as the engine knows them.
final class SQLiteSession {
  let connection: SQLiteConnection
  let file: SQLiteFile
  let stop: SQLiteStop
  let bounds: SQLiteBounds
  let notes: SQLiteConnectionNotes
  private var wait = SQLiteLockWait()

  init(
    connection: SQLiteConnection, file: SQLiteFile, stop: SQLiteStop, bounds: SQLiteBounds,
    notes: SQLiteConnectionNotes = SQLiteConnectionNotes()
  ) {
    self.connection = connection
    self.file = file
    self.stop = stop
    self.bounds = bounds
    self.notes = notes
  }

  private var failure: SQLiteFailure { SQLiteFailure(file: file, bounds: bounds) }

  /// - Parameter statement: what would run next, for the message.
  func checkStop(before statement: ScriptStatement? = nil) throws(TargetError) {
    switch stop.reason {
    case nil: return
    case .cancelled: throw .cancelled
    case .expired(let limit): throw expired(limit, in: statement)
    }
  }

  /// Runs one statement to its end and gives its rows. Outside a transaction it waits for others' locks.
  @discardableResult
  func run(
    _ sql: String, _ values: [String: SQLiteValue] = [:], of statement: ScriptStatement? = nil
  ) throws(TargetError) -> [[SQLiteValue]] {
    try checkStop()
    var rows: [[SQLiteValue]] = []
    if !connection.isInTransaction {
      try patiently { () throws(SQLiteError) in rows = try connection.run(sql, values) }
      return rows
    }
    do throws(SQLiteError) {
      return try connection.run(sql, values)
    } catch {
      throw map(error, in: statement)
    }
  }

  func map(_ error: SQLiteError, in statement: ScriptStatement? = nil) -> TargetError {
    // ALTER TABLE reads the schema anew, and words an interrupt that falls in there as an error of its own: 1,
    // SQLITE_ERROR.
    let isStopped = error.isInterrupted || error.code == 1
    switch stop.reason {
    case .expired(let limit) where isStopped: return expired(limit, in: statement)
    case .cancelled where isStopped: return .cancelled
    case .expired, .cancelled, nil: return failure.error(for: error, in: statement)
    }
  }

  private func expired(_ limit: SQLiteLimit, in statement: ScriptStatement?) -> TargetError {
    .statement(code: "9", message: limit.words(of: bounds), statement: statement)
  }

  /// Reads within one snapshot of the database, which is taken when `body` reads first.
  func snapshot<T>(_ body: (SQLiteSession) throws(TargetError) -> T) throws(TargetError) -> T {
    try patiently { () throws(SQLiteError) in
      try connection.run("BEGIN")
      // BEGIN alone takes no lock: this read does, and tells whether the file is a database at all.
      do throws(SQLiteError) { try connection.run("SELECT count(*) FROM sqlite_schema") } catch {
        _ = try? connection.run("ROLLBACK")
        throw error
      }
    }
    defer { rollBack() }
    return try body(self)
  }

  /// Runs `body` in a transaction that may write, and takes back whatever it did.
  func rolledBack<T>(_ body: (SQLiteSession) throws(TargetError) -> T) throws(TargetError) -> T {
    try patiently { () throws(SQLiteError) in try connection.run("BEGIN IMMEDIATE") }
    defer { rollBack() }
    return try body(self)
  }

  /// Runs `body` in one transaction that excludes other writers from its beginning. When COMMIT answers with an error,
  /// `happened` is asked on a new connection whether it took place all the same.
  ///
  /// Without a write-ahead log, COMMIT waits for readers, and keeps new ones out while it does. So it waits for moments
  /// only; then everything is rolled back, readers have their turn, and `body` runs anew, until the call's bound is over.
  func transaction<T>(
    _ body: (SQLiteSession) throws(TargetError) -> T,
    happened: (SQLiteSession, T) throws(TargetError) -> Bool
  ) throws(TargetError) -> T {
    var turn = Self.readersTurn
    while true {
      do throws(TargetError) {
        return try transactionOnce(body, happened: happened)
      } catch .locked where wait.left(of: bounds.lock) > .zero {
        wait.begin()
        try rest(for: min(turn * Double.random(in: 1...1.5), wait.left(of: bounds.lock)))
        turn = min(turn * 2, Self.readersLongestTurn)
      }
    }
  }

  /// As `transaction`, for a `body` that writes a proof to the ledger: `happened` is asked before COMMIT, too. A trigger
  /// on the ledger's tables may have dropped what was written, and a step without its proof would be done again.
  func provenTransaction<T>(
    _ body: (SQLiteSession) throws(TargetError) -> T,
    happened: (SQLiteSession, T) throws(TargetError) -> Bool
  ) throws(TargetError) -> T {
    try transaction(
      { session throws(TargetError) in
        let result = try body(session)
        guard try happened(session, result) else {
          throw .ledger(TargetError.proofIsLost(in: SQLiteLedger(session: session).place))
        }
        return result
      }, happened: happened)
  }

  private func transactionOnce<T>(
    _ body: (SQLiteSession) throws(TargetError) -> T,
    happened: (SQLiteSession, T) throws(TargetError) -> Bool
  ) throws(TargetError) -> T {
    try patiently { () throws(SQLiteError) in try connection.run("BEGIN IMMEDIATE") }
    defer { rollBack() }
    // Only a statement that outgrows the cache waits in here: for readers, where there is no write-ahead log.
    connection.setBusyTimeout(Self.readersOut)
    defer { connection.setBusyTimeout(.zero) }
    let result = try body(self)
    connection.setBusyTimeout(.zero)
    guard connection.isInTransaction else {
      throw .outcomeUnknown("\(file.path): the transaction was ended by a statement in it; look at the ledger")
    }
    do throws(TargetError) {
      try patiently(for: Self.readersOut) { () throws(SQLiteError) in try connection.run("COMMIT") }
    } catch {
      rollBack()
      if case .locked = error { throw error }
      if try isThere(after: error, { session throws(TargetError) in try happened(session, result) }) { return result }
      throw error
    }
    wait.end()
    return result
  }

  /// How long readers are kept out at most while a transaction waits for those that read already. Shorter than what
  /// applications have as their busy timeout.
  private static let readersOut = Duration.milliseconds(200)
  /// Longer than SQLite's busy handler sleeps between two looks (100 ms), so that who was kept out gets in.
  private static let readersTurn = Duration.milliseconds(250)
  private static let readersLongestTurn = Duration.seconds(1)

  private func isThere(
    after error: TargetError, _ happened: (SQLiteSession) throws(TargetError) -> Bool
  ) throws(TargetError) -> Bool {
    do throws(TargetError) {
      let other = SQLiteSession(
        connection: try file.open(.reading, bounds: bounds), file: file, stop: SQLiteStop(), bounds: bounds)
      return try other.snapshot(happened)
    } catch let second {
      throw .outcomeUnknown("\(file.path): COMMIT failed (\(error)) and the ledger cannot be read (\(second))")
    }
  }

  /// Tried again where an interrupt that was meant for the statement before hits it.
  func rollBack() {
    for _ in 0..<Self.mostRollbacks where connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
  }

  private static let mostRollbacks = 20

  /// Tries again while others hold the lock, with pauses that grow and vary, until the call's bound is over, or `most`.
  private func patiently(
    for most: Duration? = nil, _ attempt: () throws(SQLiteError) -> Void
  ) throws(TargetError) {
    let began = ContinuousClock.now
    let isAnew = wait.isOn
    var pause = Duration.microseconds(500)
    while true {
      try checkStop()
      do throws(SQLiteError) {
        try attempt()
        if !isAnew { wait.end() }
        return
      } catch {
        guard error.isBusy else { throw map(error) }
        wait.begin(at: began)
        let left = min(wait.left(of: bounds.lock), most.map { $0 - (ContinuousClock.now - began) } ?? .seconds(3_600))
        guard left > .zero else { throw map(error) }
        Self.pause(min(pause * Double.random(in: 0.5...1.5), left))
        pause = min(pause * 2, Self.longestPause)
      }
    }
  }

  /// As `pause`, until the call must end.
  private func rest(for time: Duration) throws(TargetError) {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
      try checkStop()
      Self.pause(min(end - .now, .milliseconds(20)))
    }
  }

  /// Short, since somebody who writes without a break leaves the lock free for moments only.
  private static let longestPause = Duration.milliseconds(8)

  /// Blocks this lane's thread.
  static func pause(_ time: Duration) {
    usleep(UInt32(max(0, min(time / .microseconds(1), 999_999))))
  }
}
