import MigrationTargets

/// A configured target and what a look at it showed.
public struct TargetLook: Sendable {
  public var entry: Topology.Entry
  public var seen: Result<TargetObservation, TargetError>
}

extension Engine {
  /// Looks at every configured target, all at the same time, in the configuration's order.
  public func targets() async -> [TargetLook] {
    let entries = topology.entries
    return await withTaskGroup(of: (Int, TargetLook).self) { group in
      for (index, entry) in entries.enumerated() {
        group.addTask {
          do throws(TargetError) {
            return (index, TargetLook(entry: entry, seen: .success(try await entry.target.observe())))
          } catch { return (index, TargetLook(entry: entry, seen: .failure(error))) }
        }
      }
      var looks: [(Int, TargetLook)] = []
      for await look in group { looks.append(look) }
      return looks.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
