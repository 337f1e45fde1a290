import MigrationTargets

/// A configured target and what a look at it showed.
public struct TargetLook: Sendable {
  public var entry: Topology.Entry
  public var seen: Result<TargetObservation, TargetError>
  /// Why what answers is not taken for the target's database; nil where it is.
  public var objection: String?
}

extension Engine {
  func objected(_ look: TargetLook) -> TargetLook {
    guard case .success(let seen) = look.seen else { return look }
    var look = look
    let name = look.entry.name
    if let objection = try? read({ reader in try reader.ledgerOnRecord(of: name).objection(to: seen.ledger) }) {
      look.objection = objection.message
    }
    return look
  }

  /// Looks at every configured target, all at the same time, in the configuration's order.
  public func targets() async -> [TargetLook] {
    let entries = topology.entries
    return await withTaskGroup(of: (Int, TargetLook).self) { group in
      for (index, entry) in entries.enumerated() {
        group.addTask {
          do throws(TargetError) {
            let seen = try await entry.target.observe()
            self.latencies.note(seen.latency, of: entry.name)
            return (index, TargetLook(entry: entry, seen: .success(seen)))
          } catch { return (index, TargetLook(entry: entry, seen: .failure(error))) }
        }
      }
      var looks: [(Int, TargetLook)] = []
      for await look in group { looks.append(look) }
      return looks.sorted { $0.0 < $1.0 }.map { objected($0.1) }
    }
  }
}
