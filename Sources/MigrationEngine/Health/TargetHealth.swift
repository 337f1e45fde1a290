import MigrationPhases
import MigrationTargets

/// How a target is now, and was over the last 15 minutes.
public struct TargetHealth: Sendable {
  public var look: TargetLook
  public var latencies: LatencySpread

  /// Why it is not well; nil where it is.
  public var error: String? {
    switch look.seen {
    case .success: look.objection
    case .failure(let error): error.description
    }
  }
}

extension Engine {
  /// Looks at every configured target, or at the one named, all at the same time, in the configuration's order.
  public func health(of target: String? = nil) async throws(EngineError) -> [TargetHealth] {
    let entries = topology.entries.filter { target == nil || $0.name == target }
    if let target, entries.isEmpty { throw .noSuchTarget(target, known: topology.entries.map(\.name)) }
    return await withTaskGroup(of: (Int, TargetLook).self) { group in
      for (index, entry) in entries.enumerated() {
        group.addTask { (index, TargetLook(entry: entry, seen: await self.glance(at: entry.target))) }
      }
      var looks: [(Int, TargetLook)] = []
      for await look in group { looks.append(look) }
      return looks.sorted { $0.0 < $1.0 }.map { _, look in
        TargetHealth(look: objected(look), latencies: latencies.spread(of: look.entry.name))
      }
    }
  }

  /// A look that counts for the target's latencies. What failed has none, and what it took before stays.
  nonisolated func glance(at target: any Target) async -> Result<TargetObservation, TargetError> {
    do throws(TargetError) {
      let seen = try await target.glance()
      latencies.note(seen.latency, of: target.name)
      return .success(seen)
    } catch { return .failure(error) }
  }
}
