import Synchronization

/// How long looks at each target took, in memory: after a start nothing is known yet.
public final class LatencyBoard: Sendable {
  private let rings = Mutex<[String: LatencyRing]>([:])
  private let now: @Sendable () -> ContinuousClock.Instant

  /// - Parameter now: a clock that no one can set.
  init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

  /// Over the last 15 minutes.
  public func spread(of target: String) -> LatencySpread {
    rings.withLock { $0[target]?.spread(at: now()) } ?? LatencySpread(of: [])
  }

  func note(_ latency: Duration, of target: String) {
    rings.withLock { $0[target, default: LatencyRing()].add(latency, at: now()) }
  }

  /// Forgets all other targets.
  func keep(_ targets: Set<String>) { rings.withLock { $0 = $0.filter { targets.contains($0.key) } } }
}
