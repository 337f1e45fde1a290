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

  func isOpen(for rollout: RolloutRecord) -> Bool { !mayBeContracted && rollout.attempts == attempts }
}

extension Engine {
  /// Asks the target's ledger, where contract has ever begun.
  func wayBack(of rollout: RolloutRecord) async throws(EngineError) -> WayBack {
    let hasBegun = try read { reader in
      try reader.allSteps(ofRollout: rollout.id).contains { $0.activity == .phase(.contract) }
    }
    guard hasBegun else { return WayBack(attempts: rollout.attempts, mayBeContracted: false) }
    var mayBeContracted = true
    if let target = topology.entry(named: rollout.target)?.target {
      do throws(TargetError) {
        let ledger = try await target.ledger(of: rollout.migration)
        mayBeContracted = ledger?.has(.contract, StepName.apply) ?? false
      } catch { log.warning("the ledger of \(rollout.target) cannot be asked about contract: \(error)") }
    }
    return WayBack(attempts: rollout.attempts, mayBeContracted: mayBeContracted)
  }
}
