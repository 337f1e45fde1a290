import Synchronization

/// Ids that nobody else has, the same ones in each run.
final class SimulatedIDs: Sendable {
  private let last = Mutex(0)

  func next() -> String {
    last.withLock { last in
      last += 1
      return "id-\(last)"
    }
  }
}
