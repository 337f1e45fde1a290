import Dispatch
import MigrationPostgreSQL
import Synchronization

/// Sees, while a transaction is tried, who keeps it waiting, for afterwards, when it was rolled back, nobody could tell;
/// and how far what takes long is.
final class PostgreSQLLockWatch: Sendable {
  private struct State {
    var backend: Int32?
    var holders: [PostgreSQLLockHolder] = []
  }

  private let state = Mutex(State())
  private let connection: PostgreSQLConnection
  private let interval: Duration
  private let tell: @Sendable (String) -> Void

  /// `connection` is of use for nothing else meanwhile, and closed afterwards. `tell` gets what is new, in words.
  init(by connection: PostgreSQLConnection, every interval: Duration, tell: @escaping @Sendable (String) -> Void) {
    self.connection = connection
    self.interval = interval
    self.tell = tell
  }

  /// Those who were seen last.
  var holders: [PostgreSQLLockHolder] { state.withLock { $0.holders } }

  /// From here on this backend is watched.
  func watch(_ backend: Int32) { state.withLock { $0.backend = backend } }

  /// Watches as long as `body` runs, from its very beginning.
  func during<T: Sendable>(_ body: @Sendable () async -> T) async -> T {
    state.withLock { $0.backend = nil }
    let over = DispatchSemaphore(value: 0)
    let (readiness, ready) = AsyncStream.makeStream(of: Void.self)
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { [self] in
        // Where there is no connection, nobody is seen.
        try? await connection.use(fresh: true) { session throws(PostgreSQLError) in
          ready.yield()
          try look(session, until: over)
        }
        ready.finish()
      }
      for await _ in readiness { break }
      let result = await body()
      over.signal()
      return result
    }
  }

  /// On the connection's own thread: Swift's may all be busy when it matters.
  private func look(
    _ session: PostgreSQLSession, until over: DispatchSemaphore
  ) throws(PostgreSQLError) {
    let pause = DispatchTimeInterval.milliseconds(Int(max(1, min(interval / .milliseconds(1), 900))))
    var told = ""
    while over.wait(timeout: .now() + pause) == .timedOut {
      guard let backend = state.withLock({ $0.backend }) else { continue }
      let who: [PostgreSQLValue] = [.integer(Int64(backend))]
      let rows = try session.run(PostgreSQLLockHolder.query, who, bound: .seconds(5)).rows
      let seen = rows.compactMap { PostgreSQLLockHolder($0) }
      if !seen.isEmpty { state.withLock { $0.holders = seen } }
      let progress = try session.run(PostgreSQLProgress.query, who, bound: .seconds(5)).rows.first
      var parts = [progress.flatMap { PostgreSQLProgress.words($0) }].compactMap { $0 }
      if !seen.isEmpty { parts.append("waits for \(seen.words)") }
      let words = parts.joined(separator: "; ")
      if words != told { tell(words) }
      told = words
    }
  }
}
