import MigrationPhases
import MigrationStore
import MigrationTargets

/// Whether a rollout can still be rolled back. Its state alone does not tell: contract may have halted after its
/// change was made.
struct WayBack: Sendable {
  /// The tries that there had been when it was looked at.
  var attempts: Int
  /// Contract's change is in the database, or it is not known whether it is.
  var mayBeContracted: Bool
  /// What others have built on it since, in words.
  var others: [String]

  /// A try that began after the look says something else only where it was one of contract.
  func mustBeOpen(for rollout: RolloutRecord) throws(Refusal) {
    let mayBeContracted =
      mayBeContracted || (rollout.attempts != attempts && rollout.state.activity == .phase(.contract))
    guard !mayBeContracted else { throw .pastTheWayBack }
    guard others.isEmpty else { throw .othersStandOnIt(others) }
  }
}

extension Engine {
  /// Asks the target's ledger. Where it cannot be asked, or is another one, contract counts as applied if it has ever
  /// begun by the record; if it has not, the target itself refuses to undo what contract went over.
  func wayBack(of rollout: RolloutRecord, of migration: MigrationRecord) async throws(EngineError) -> WayBack {
    let hasBegun = try read { reader in
      try reader.recorded(migration: rollout.migration, target: rollout.target).hasContractBegun
        || reader.allSteps(ofRollout: rollout.id).contains { $0.activity == .phase(.contract) }
    }
    let seen = await isContracted(rollout)
    let mayBeContracted = seen ?? hasBegun
    let others = mayBeContracted ? [] : await standingOnIt(rollout, of: migration)
    return WayBack(attempts: rollout.attempts, mayBeContracted: mayBeContracted, others: others)
  }

  private func isContracted(_ rollout: RolloutRecord) async -> Bool? {
    guard let target = topology.entry(named: rollout.target)?.target else { return nil }
    do {
      let found = try await target.observe().ledger
      let ledger = try await target.ledger(of: rollout.migration)
      if let other = try disagreement(about: rollout.target, found: found) {
        log.warning("the ledger of \(rollout.target) says nothing about contract: \(other.why)")
        return nil
      }
      return ledger?.has(.contract, StepName.apply) ?? false
    } catch {
      log.warning("the ledger of \(rollout.target) cannot be asked about contract: \(error)")
      return nil
    }
  }
}
