import MigrationPhases
import MigrationStore

/// A consent on record.
public struct Consent: Sendable {
  public var approval: ApprovalRecord
  public var rollout: RolloutRecord
  /// False where the same person had given it before, and it still counts.
  public var isNew: Bool
}

extension Engine {
  /// Records a person's consent to one phase of one rollout, bound to the plan's digest. The gate decides who counts.
  /// Given twice it is one: the first answers for the second.
  public func approve(
    _ phase: Phase, migration: String, target: String?, comment: String?, by actor: RecordedActor
  ) throws(EngineError) -> Consent {
    do { return try approved(phase, migration: migration, target: target, comment: comment, by: actor) } catch {
      throw try refusing("approve", error, migration: migration, target: target, by: actor)
    }
  }

  private func approved(
    _ phase: Phase, migration: String, target: String?, comment: String?, by actor: RecordedActor
  ) throws(EngineError) -> Consent {
    guard !isStopping else { throw .stopping }
    let topology = topology
    enum Answer {
      case given(Consent)
      case own
      case ended(RolloutState)
    }
    let answer: Answer = try decide { transaction in
      let (found, rollout) = try Self.locate(migration, target: target, in: transaction)
      let line = HistoryLine(at: try stamp(transaction), actor: actor, rollout: rollout)
      let registrant = try transaction.registration(of: found.name)?.by.uid
      if found.registeredBy.uid == actor.uid || registrant == actor.uid {
        try line.append("refused", ["command": "approve", "code": "ownPlan"], phase: phase, to: transaction)
        return .own
      }
      if rollout.state.isFinal {
        let code = Refusal.ended(rollout.state).code
        try line.append(
          "refused", ["command": "approve", "code": code, "note": comment], phase: phase, to: transaction)
        return .ended(rollout.state)
      }
      let validFor = topology.policy(of: rollout.environment)?.approvalValidFor
      // Of those on record only what the history bears out.
      let before = try transaction.standing(of: rollout).approvals.last { approval in
        approval.phase == phase && approval.digest == found.digest && approval.by.uid == actor.uid
          && approval.counts(at: line.at, validFor: validFor)
      }
      if let before { return .given(Consent(approval: before, rollout: rollout, isNew: false)) }
      let approval = try transaction.addApproval(
        rolloutID: rollout.id, phase: phase, digest: found.digest, by: actor, at: line.at,
        expiresAt: validFor.map { line.at + $0 }, comment: comment)
      try line.append(
        "approved",
        [
          "digest": found.digest, "comment": comment, "expiresAt": approval.expiresAt.map { $0.inWords },
          "expires": approval.expiresAt.exactly,
        ], phase: phase, to: transaction)
      return .given(Consent(approval: approval, rollout: rollout, isNew: true))
    }
    changes.changed()
    switch answer {
    case .given(let consent): return consent
    case .ended(let state): throw .refused(.ended(state), state)
    case .own: throw .ownPlan(migration: migration, user: actor.user)
    }
  }
}

extension ApprovalRecord {
  /// As the gate has it: by its own time, and by the policy as it is now.
  fileprivate func counts(at now: Timestamp, validFor: Duration?) -> Bool {
    let until = [expiresAt, validFor.map { at + $0 }].compactMap { $0 }.min()
    return until.map { now < $0 } ?? true
  }
}
