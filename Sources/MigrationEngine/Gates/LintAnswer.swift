import Synchronization

/// The one answer to who waits for a plan to be looked at; what comes after the first is dropped.
final class LintAnswer<T: Sendable>: Sendable {
  private enum State: Sendable {
    case nobodyWaits
    case waiting(CheckedContinuation<Result<T, LintDelay>, Never>)
    /// Before anybody waited.
    case early(Result<T, LintDelay>)
    case over
  }

  private let state = Mutex(State.nobodyWaits)

  func expect(_ continuation: CheckedContinuation<Result<T, LintDelay>, Never>) {
    let early: Result<T, LintDelay>? = state.withLock { state in
      switch state {
      case .early(let result):
        state = .over
        return result
      case .nobodyWaits, .waiting, .over:
        state = .waiting(continuation)
        return nil
      }
    }
    if let early { continuation.resume(returning: early) }
  }

  func give(_ result: Result<T, LintDelay>) {
    let continuation: CheckedContinuation<Result<T, LintDelay>, Never>? = state.withLock { state in
      switch state {
      case .nobodyWaits:
        state = .early(result)
        return nil
      case .waiting(let continuation):
        state = .over
        return continuation
      case .early, .over: return nil
      }
    }
    continuation?.resume(returning: result)
  }
}
