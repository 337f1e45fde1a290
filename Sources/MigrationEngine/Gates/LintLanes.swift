import Dispatch
import Synchronization

/// Where plans are read and linted: on a few threads of its own, so that a plan that is slow to look at keeps neither
/// a decision nor anybody else waiting. Whoever asks waits for a bounded time.
final class LintLanes: Sendable {
  /// So many plans are looked at at once.
  let lanes: Int
  /// So many more may wait.
  let places: Int
  /// How long one waits for its answer. Work that takes longer keeps its lane until it ends, and nobody hears of it.
  let patience: Duration

  private struct Waiting: Sendable {
    var key: Int
    var start: @Sendable () -> Void
  }

  private struct State: Sendable {
    var next = 0
    var running = 0
    var waiting: [Waiting] = []
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "migrated.lint", attributes: .concurrent)

  init(lanes: Int = 2, places: Int = 32, patience: Duration = .seconds(30)) {
    self.lanes = lanes
    self.places = places
    self.patience = patience
  }

  /// How many wait for a lane.
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// `work` may block.
  func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async throws(LintDelay) -> T {
    let answer = LintAnswer<T>()
    let key = state.withLock { state in
      state.next += 1
      return state.next
    }
    let result = await withTaskGroup(of: Void.self) { group in
      group.addTask { [self] in
        do { try await Task.sleep(for: patience) } catch { return answer.give(.failure(.cancelled)) }
        answer.give(.failure(.late(patience)))
      }
      let result = await withCheckedContinuation { continuation in
        answer.expect(continuation)
        enter(Waiting(key: key) { answer.give(.success(work())) }) { answer.give(.failure($0)) }
      }
      group.cancelAll()
      return result
    }
    leave(key)
    return try result.get()
  }

  private func enter(_ job: Waiting, refuse: (LintDelay) -> Void) {
    let isCrowded = state.withLock { state in
      guard state.running < lanes || state.waiting.count < places else { return true }
      state.waiting.append(job)
      return false
    }
    if isCrowded { refuse(.crowded(places)) } else { fill() }
  }

  private func leave(_ key: Int) { state.withLock { $0.waiting.removeAll { $0.key == key } } }

  /// Gives free lanes to who waits longest.
  private func fill() {
    while let job = take() {
      queue.async { [weak self] in
        job.start()
        guard let self else { return }
        state.withLock { $0.running -= 1 }
        fill()
      }
    }
  }

  private func take() -> Waiting? {
    state.withLock { state in
      guard state.running < lanes, !state.waiting.isEmpty else { return nil }
      state.running += 1
      return state.waiting.removeFirst()
    }
  }
}
