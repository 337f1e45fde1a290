import Synchronization

/// What happened, in order; tests wait for an event instead of for a while.
final class EventLog: Sendable {
  private struct State {
    var events: [String] = []
    var waiters: [(event: String, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var events: [String] { state.withLock { $0.events } }

  func note(_ event: String) {
    let woken = state.withLock { state in
      state.events.append(event)
      let woken = state.waiters.filter { $0.event == event }
      state.waiters.removeAll { $0.event == event }
      return woken
    }
    for waiter in woken { waiter.continuation.resume() }
  }

  /// Returns once this has happened, maybe before.
  func until(_ event: String) async {
    await withCheckedContinuation { continuation in
      let hasHappened = state.withLock { state in
        if state.events.contains(event) { return true }
        state.waiters.append((event, continuation))
        return false
      }
      if hasHappened { continuation.resume() }
    }
  }
}
