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
    /// Lanes on which nothing runs.
    var free: [Int]
    var waiting: [Waiting] = []
  }

  private let state: Mutex<State>
  /// One for each lane: each has a thread of its own, where a concurrent queue would take threads of Swift's pool.
  private let queues: [DispatchQueue]

  init(lanes: Int = 2, places: Int = 32, patience: Duration = .seconds(30)) {
    self.lanes = lanes
    self.places = places
    self.patience = patience
    queues = (0..<lanes).map { DispatchQueue(label: "migrated.lint.\($0)", qos: .utility) }
    state = Mutex(State(free: Array(0..<lanes)))
  }

  /// How many lanes something runs on.
  var busy: Int { lanes - state.withLock { $0.free.count } }

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
      guard !state.free.isEmpty || state.waiting.count < places else { return true }
      state.waiting.append(job)
      return false
    }
    if isCrowded { refuse(.crowded(places)) } else { fill() }
  }

  private func leave(_ key: Int) { state.withLock { $0.waiting.removeAll { $0.key == key } } }

  /// Gives free lanes to who waits longest.
  private func fill() {
    while let (lane, job) = take() {
      queues[lane].async { [weak self] in
        job.start()
        guard let self else { return }
        state.withLock { $0.free.append(lane) }
        fill()
      }
    }
  }

  private func take() -> (lane: Int, Waiting)? {
    state.withLock { state in
      guard !state.waiting.isEmpty, let lane = state.free.popLast() else { return nil }
      return (lane, state.waiting.removeFirst())
    }
  }
}
