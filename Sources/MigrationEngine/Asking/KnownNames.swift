import MigrationPhases
import MigrationStore

extension JournalQueries {
  /// Throws where a name that entries are asked for by is nowhere. A name in an entry is known, whatever became of it.
  public func requireKnownNames(in filter: HistoryFilter) throws(EngineError) {
    let topology = topology
    try read { reader in
      if let name = filter.migration, try reader.history(HistoryFilter(migration: name, limit: 1)).isEmpty {
        _ = try Engine.migration(named: name, in: reader)
      }
      if let name = filter.target, try reader.history(HistoryFilter(target: name, limit: 1)).isEmpty {
        try topology.require(target: name, in: reader)
      }
      if let name = filter.user, try reader.history(HistoryFilter(user: name, limit: 1)).isEmpty {
        let users = try reader.users().prefix(20).joined(separator: ", ")
        throw EngineError.invalidArgument("actor", message: "nothing on record is by '\(name)', but by \(users)")
      }
    }
  }
}

extension Topology {
  /// Throws where there is no such target and no rollout is on one.
  func require(target: String, in reader: JournalReader) throws {
    guard entry(named: target) == nil else { return }
    let used = Set(try reader.rollouts().map(\.target))
    guard !used.contains(target) else { return }
    throw EngineError.noSuchTarget(target, known: used.sorted())
  }
}
