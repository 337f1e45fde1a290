import MigrationTargets
import Synchronization

/// Looks at every configured target again and again, also while nothing is under way or may start, so that its
/// latencies are known when somebody asks.
public final class HealthWatch: Sendable {
  /// Between two looks at a target.
  public static let interval: Duration = .seconds(10)

  private let engine: Engine
  private let sleep: @Sendable (Duration) async throws -> Void
  /// Targets whose look has not ended.
  private let underWay = Mutex<Set<String>>([])

  /// - Parameter sleep: throws when the task is cancelled.
  public init(
    engine: Engine, sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.engine = engine
    self.sleep = sleep
  }

  /// Until the task is cancelled, which ends looks under way too. A look that takes long delays no other target's, and
  /// is not joined by a second one at the same target.
  public func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        for entry in await engine.topology.entries where begins(entry.name) {
          group.addTask {
            _ = await self.engine.glance(at: entry.target)
            self.ended(entry.name)
          }
        }
        do { try await sleep(Self.interval) } catch { break }
      }
      group.cancelAll()
    }
  }

  /// False where one is under way.
  private func begins(_ target: String) -> Bool { underWay.withLock { $0.insert(target).inserted } }

  private func ended(_ target: String) { underWay.withLock { _ = $0.remove(target) } }
}
