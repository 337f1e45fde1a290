import MigrationPhases
import MigrationStore
import MigrationTargets

/// What became of a target whose database was taken over as it is.
public struct Adoption: Sendable {
  public var target: String
  /// The id that its ledger has from now on.
  public var ledger: String
  /// The one on record before; nil where the target had none.
  public var before: String?
  /// The one that the database had; nil where it had none.
  public var found: String?
  /// Another target whose ledger on record that is.
  public var alsoOf: String?
  /// Entries that stand in it.
  public var entries: Int
  public var versions: SchemaVersions
}

extension Engine {
  /// Makes the database that the configuration reaches under a target's name, with what its ledger says, that target's:
  /// its ledger gets a new id, what stands in it is this journal's from now on, and the id goes on record. What rollouts
  /// have on record stays; where the ledger does not bear it out, the gate `ledger` says so.
  public func adopt(
    _ target: String, reason: String, by actor: RecordedActor
  ) async throws(EngineError) -> Adoption {
    guard !isStopping else { throw .stopping }
    let entry: Topology.Entry
    do {
      entry = try adoptable(target, reason: reason)
      adopting.insert(target)
    } catch {
      throw try refusing("adopt", error, migration: nil, target: target, note: reason.trimmed, by: actor)
    }
    defer {
      adopting.remove(target)
      claimable.changed()
    }
    let (tie, before) = try decide { transaction in
      try beginAdoption(of: target, reason: reason.trimmed, by: actor, in: transaction)
    }
    let adoption: LedgerAdoption
    do throws(TargetError) { adoption = try await entry.target.adopt(tie) } catch {
      throw try refusing(
        "adopt", .target(target, error), migration: nil, target: target, note: reason.trimmed, by: actor)
    }
    let ended = Adoption(
      target: target, ledger: tie.ledger, before: before.ledger, found: adoption.found?.id,
      alsoOf: adoption.found.flatMap { before.known[$0.id] }, entries: adoption.entries, versions: adoption.versions)
    try decide { transaction in try end(ended, reason: reason.trimmed, by: actor, in: transaction) }
    changes.changed()
    return ended
  }

  private func adoptable(_ target: String, reason: String) throws(EngineError) -> Topology.Entry {
    guard let entry = topology.entry(named: target) else {
      throw .noSuchTarget(target, known: topology.entries.map(\.name))
    }
    guard !reason.trimmed.isEmpty else {
      throw .invalidArgument("reason", message: "say why this is the database of \(target), for the record")
    }
    let running = try read { reader in try reader.rollouts(in: [.running]).first { $0.target == target } }
    if let running { throw .targetBusy(target, migration: running.migration, running.state) }
    if adopting.contains(target) || active.values.contains(where: { $0.target == target }) {
      throw .targetBusy(target, migration: nil, nil)
    }
    return entry
  }

  /// The new id is on record before the target gets it, so that it is known again whatever happens in between.
  private func beginAdoption(
    of target: String, reason: String, by actor: RecordedActor, in transaction: JournalTransaction
  ) throws -> (LedgerTie, LedgerOnRecord) {
    let journal = try journalID(in: transaction)
    let before = try transaction.ledgerOnRecord(of: target)
    let ledger = newID()
    let at = try stamp(transaction)
    try transaction.append(
      at: at, actor: actor, event: "adopting", target: target,
      detail: HistoryDetail(["ledger": ledger, "before": before.ledger, "reason": reason]))
    try transaction.setFact(LedgerFact.next + target, ledger, at: at, actor: actor, target: target)
    let versions = try transaction.schemaVersions(onTarget: target)
    return (LedgerTie(journal: journal, ledger: ledger, isNew: true, schemaVersions: versions), before)
  }

  private func end(
    _ adoption: Adoption, reason: String, by actor: RecordedActor, in transaction: JournalTransaction
  ) throws {
    let at = try stamp(transaction)
    try transaction.setFact(
      LedgerFact.ledger + adoption.target, adoption.ledger, at: at, actor: actor, target: adoption.target)
    try transaction.append(
      at: at, actor: actor, event: "adopted", target: adoption.target,
      detail: HistoryDetail([
        "ledger": adoption.ledger, "before": adoption.before, "found": adoption.found, "alsoOf": adoption.alsoOf,
        "entries": String(adoption.entries), "versions": adoption.versions.inWords, "reason": reason,
      ]))
  }
}
