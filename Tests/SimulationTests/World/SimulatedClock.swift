import MigrationPhases
import Synchronization

/// True time, which only ever passes, and the host's wall clock, which people and NTP set.
final class SimulatedClock: Sendable {
  private struct State {
    var elapsed: Duration = .zero
    var set: Duration = .zero
    var forward: Duration = .zero
  }

  private static let start = Timestamp(microseconds: 1_800_000_000_000_000)
  private let state = Mutex(State())

  /// What the daemon and the targets read.
  var wall: Timestamp { state.withLock { Self.start + $0.elapsed + $0.set } }

  /// True time since the world began.
  var elapsed: Duration { state.withLock { $0.elapsed } }

  /// By how much the wall clock was ever set forward, all steps together.
  var setForward: Duration { state.withLock { $0.forward } }

  func pass(_ time: Duration) { state.withLock { $0.elapsed += time } }

  /// Sets the wall clock, forward or back; no time passes.
  func set(by step: Duration) {
    state.withLock { state in
      state.set += step
      if step > .zero { state.forward += step }
    }
  }
}
