import MigrationPhases
import Synchronization

/// A wall clock that a test moves.
final class SettableClock: Sendable {
  private let time = Mutex(Timestamp(microseconds: 1_800_000_000_000_000))

  var now: Timestamp { time.withLock { $0 } }

  func pass(seconds: Int) { time.withLock { $0 = $0 + .seconds(seconds) } }

  func pass(days: Int) { time.withLock { $0 = $0 + .seconds(days * 86_400) } }
}
