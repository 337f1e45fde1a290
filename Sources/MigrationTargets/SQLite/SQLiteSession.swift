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
  private let started = ContinuousClock.now

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

  /// Runs `body` in one transaction that excludes other writers from its beginning. When COMMIT answers with an error,
  /// `happened` is asked on a new connection whether it took place all the same.
  func transaction<T>(
    _ body: (SQLiteSession) throws(TargetError) -> T,
    happened: (SQLiteSession, T) throws(TargetError) -> Bool
  ) throws(TargetError) -> T {
    try patiently { () throws(SQLiteError) in try connection.run("BEGIN IMMEDIATE") }
    defer { rollBack() }
    // Only a statement that outgrows the cache waits in here: for readers, where there is no write-ahead log.
    connection.setBusyTimeout(bounds.lock)
    defer { connection.setBusyTimeout(.zero) }
    let result = try body(self)
    connection.setBusyTimeout(.zero)
    guard connection.isInTransaction else {
      throw .outcomeUnknown("\(file.path): the transaction was ended by a statement in it; look at the ledger")
    }
    do throws(TargetError) {
      try patiently { () throws(SQLiteError) in try connection.run("COMMIT") }
    } catch {
      rollBack()
      if try isThere(after: error, { session throws(TargetError) in try happened(session, result) }) { return result }
      throw error
    }
    return result
  }

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

  /// Tries again while others hold the lock, with pauses that grow and vary, until the call's bound is over.
  private func patiently(_ attempt: () throws(SQLiteError) -> Void) throws(TargetError) {
    var pause = Duration.microseconds(500)
    while true {
      try checkStop()
      do throws(SQLiteError) {
        return try attempt()
      } catch {
        let left = bounds.lock - (ContinuousClock.now - started)
        guard error.isBusy, left > .zero else { throw map(error) }
        Self.pause(min(pause * Double.random(in: 0.5...1.5), left))
        pause = min(pause * 2, Self.longestPause)
      }
    }
  }

  /// Short, since somebody who writes without a break leaves the lock free for moments only.
  private static let longestPause = Duration.milliseconds(8)

  /// Blocks this lane's thread.
  static func pause(_ time: Duration) {
    usleep(UInt32(max(0, min(time / .microseconds(1), 999_999))))
  }
}
