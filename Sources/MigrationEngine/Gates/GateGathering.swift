import MigrationLint
import MigrationPhases
import MigrationPlan
import MigrationStore

extension Engine {
  /// Puts together what the gates of a phase are decided from: the journal as this transaction sees it, and the look
  /// at the target that was taken before.
  func facts(
    of rollout: RolloutRecord, of migration: MigrationRecord, phase: Phase, look: GateLook?, in reader: JournalReader
  ) throws -> GateFacts {
    let plan: Plan
    do { plan = try plans.plan(of: migration.id, in: reader) } catch let error as PlanError {
      throw EngineError.invalidPlan(error.asFindings)
    }
    let look =
      look.flatMap { $0.phase == phase ? $0 : nil }
      ?? .unknown(phase, why: "the state changed while it was looked at; ask again", hasBackfill: plan.backfill != nil)
    let policy =
      topology.policy(of: rollout.environment)
      ?? Policy(minimumWait: .seconds(14 * 86_400), checklist: [:], approvals: [:], approvalValidFor: nil)
    return GateFacts(
      phase: phase, state: rollout.state,
      isPreviousComplete: phase.previous.map { rollout.completedAt[$0] != nil } ?? true,
      environment: rollout.environment,
      earlier: try earlier(than: rollout, of: migration, phase: phase, in: reader),
      registeredDigest: migration.digest, keptDigest: plan.digest, registrant: migration.registeredBy.uid,
      policy: policy,
      signOffs: try reader.signOffs(ofRollout: rollout.id).map {
        .init(item: $0.item, user: $0.by.user, at: $0.at, expiresAt: $0.expiresAt)
      },
      approvals: try reader.approvals(ofRollout: rollout.id).map {
        .init(
          phase: $0.phase, digest: $0.digest, uid: $0.by.uid, user: $0.by.user, at: $0.at, expiresAt: $0.expiresAt)
      },
      freezes: try reader.activeFreezes().map { .init(reason: $0.reason, user: $0.by.user, at: $0.at) },
      now: clock(), highWater: try reader.highWater() ?? Timestamp(microseconds: .min),
      switchedAt: rollout.switchedAt, plannedWait: plan.contract?.after ?? .zero,
      contractTag: plan.contractTag, latency: look.latency, ledger: look.ledger, lint: look.lint,
      rowsRemaining: look.rowsRemaining)
  }

  /// Every rollout of the migration in an environment that comes before, and such environments without any target.
  private func earlier(
    than rollout: RolloutRecord, of migration: MigrationRecord, phase: Phase, in reader: JournalReader
  ) throws -> [GateFacts.Earlier] {
    let all = try reader.rollouts(ofMigration: migration.name)
    return topology.environments(before: rollout.environment).flatMap { environment in
      let here = all.filter { $0.environment == environment }
      guard !here.isEmpty else {
        return [
          GateFacts.Earlier(
            environment: environment, target: "\(migration.group) in \(environment)", state: nil, isComplete: false)
        ]
      }
      return here.map {
        GateFacts.Earlier(
          environment: environment, target: $0.target, state: $0.state, isComplete: $0.stands(phase))
      }
    }
  }
}

extension Plan {
  var contractTag: GateFacts.ContractTag {
    guard let contract else { return .notNeeded }
    if let reason = ContractTag.reason(in: contract.sql.text) { return .reason(reason) }
    return .absent(file: contract.sql.file)
  }
}

extension RolloutRecord {
  /// Whether the phase is complete and nobody is taking it back.
  func stands(_ phase: Phase) -> Bool {
    switch state.activity {
    case .rollback?: false
    case .phase?, nil: completedAt[phase] != nil
    }
  }
}
