import Dispatch
import MigrationSQLite
import Synchronization

/// Stops one call: what runs on its connection is interrupted, and nothing new is begun.
final class SQLiteStop: Sendable {
  enum Reason: Sendable, Hashable {
    case cancelled
    /// The call's time ran out.
    case expired(SQLiteLimit)
  }

  private struct State {
    var reason: Reason?
    var interrupter: SQLiteInterrupter?
  }

  private let state = Mutex(State())

  /// Why the call must end; nil while it may go on.
  var reason: Reason? { state.withLock { $0.reason } }

  func begin(_ interrupter: SQLiteInterrupter, limit: SQLiteLimit?, of bounds: SQLiteBounds) {
    state.withLock { $0.interrupter = interrupter }
    guard let limit else { return }
    let wait = DispatchTimeInterval.milliseconds(Int(clamping: Int64(limit.duration(of: bounds) / .milliseconds(1))))
    DispatchQueue.global().asyncAfter(deadline: .now() + wait) { [weak self] in self?.ask(.expired(limit)) }
  }

  /// From here on the connection is left alone.
  func end() { state.withLock { $0.interrupter = nil } }

  func ask(_ reason: Reason) {
    let isRunning = state.withLock { state in
      state.reason = state.reason ?? reason
      state.interrupter?.interrupt()
      return state.interrupter != nil
    }
    // An interrupt that falls between two statements is lost (https://sqlite.org/c3ref/interrupt.html), so it is repeated.
    guard isRunning else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { [weak self] in self?.ask(reason) }
  }
}
