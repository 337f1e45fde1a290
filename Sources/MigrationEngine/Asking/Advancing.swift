import MigrationPhases
import MigrationStore

/// What became of one rollout when everything due was advanced.
public struct DueResult: Sendable {
  public var rollout: RolloutRecord
  public var isAdvanced: Bool
  /// Why not.
  public var message: String?
}

extension Engine {
  /// Starts the next phase of every rollout whose plan calls that phase automatic and whose gates all hold.
  /// Safe at any time and twice at once. What is not due is no refusal and is not recorded.
  public func advanceDue(by actor: RecordedActor) async throws(EngineError) -> [DueResult] {
    guard !isStopping else { throw .stopping }
    let waiting = try read { reader in try reader.rollouts(in: [.planned, .completed]) }
    var results: [DueResult] = []
    for rollout in waiting {
      guard let phase = rollout.state.nextPhase else { continue }
      let (migration, _) = try locate(rollout.migration, target: rollout.target)
      guard let plan = try? keptPlan(of: migration), plan.automatic.contains(phase) else { continue }
      let look = await look(at: rollout, of: migration, phase: phase)
      let unmet = try read { reader in
        try facts(of: rollout, of: migration, phase: phase, look: look, in: reader).unmetGates
      }
      if let first = unmet.first {
        let more = unmet.count > 1 ? " (and \(unmet.count - 1) more)" : ""
        results.append(DueResult(rollout: rollout, isAdvanced: false, message: first.message + more))
        continue
      }
      do {
        let record = try await command(
          .advance(to: phase), migration: rollout.migration, target: rollout.target, by: actor)
        results.append(DueResult(rollout: record, isAdvanced: true, message: nil))
      } catch {
        switch error {
        case .refused(let refusal, _):
          results.append(DueResult(rollout: rollout, isAdvanced: false, message: refusal.message))
        case .gatesUnmet(_, _, _, let gates):
          let first = gates.first { !$0.holds }
          results.append(DueResult(rollout: rollout, isAdvanced: false, message: first?.message))
        case .noSuchMigration, .noSuchTarget, .ambiguousTarget, .invalidPlan, .alreadyRegistered, .ownPlan,
          .invalidArgument, .targetBusy, .target, .journal, .stopping:
          throw error
        }
      }
    }
    return results
  }

  /// Every gate of the next phase of a rollout, without asking to advance.
  public func why(
    migration: String, target: String?
  ) async throws(EngineError) -> (rollout: RolloutRecord, phase: Phase?, refusal: Refusal?, gates: [Gate]) {
    let (found, rollout) = try locate(migration, target: target)
    var refusal: Refusal?
    do { _ = try rollout.state.after(.advance(to: rollout.state.nextPhase)) } catch { refusal = error }
    guard let phase = rollout.state.phaseInQuestion else { return (rollout, nil, refusal, []) }
    let look = await look(at: rollout, of: found, phase: phase)
    let gates = try read { reader in
      try facts(of: rollout, of: found, phase: phase, look: look, in: reader).gates
    }
    return (rollout, phase, refusal, gates)
  }
}

extension RolloutState {
  /// The phase whose gates a person would ask about here.
  var phaseInQuestion: Phase? {
    switch self {
    case .planned, .completed: nextPhase
    case .paused(let phase), .queued(.phase(let phase)), .halted(.phase(let phase), _): phase
    case .running, .queued(.rollback), .halted(.rollback, _), .cancelled, .rolledBack: nil
    }
  }
}
