import MigrationLint
import MigrationPhases
import MigrationPlan
import MigrationStore

extension Engine {
  /// Puts together what the gates of a phase are decided from: the journal as this transaction sees it, and the look
  /// at the target that was taken before. Of the journal counts what the history bears out: rows could have been written
  /// by others than the daemon.
  /// - Parameter standing: where the rollout stood before this transaction changed it.
  func facts(
    of rollout: RolloutRecord, of migration: MigrationRecord, phase: Phase, look: GateLook?, standing: Standing? = nil,
    in reader: JournalReader
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
    let standing = try standing ?? reader.standing(of: rollout)
    let registration = try reader.registration(of: migration.name)
    let (freezes, freezeStrays) = try reader.freezesInForce()
    let earlier = try earlier(than: rollout, of: migration, phase: phase, in: reader)
    return GateFacts(
      phase: phase, state: rollout.state, recordedState: standing.recorded.state,
      isPreviousComplete: phase.previous.map { standing.recorded.completedAt[$0] != nil } ?? true,
      environment: rollout.environment, earlier: earlier.map(\.fact),
      registeredDigest: registration?.digest ?? "none", keptDigest: plan.digest,
      registrant: registration?.by.uid ?? migration.registeredBy.uid, policy: policy,
      signOffs: standing.signOffs.map { .init(item: $0.item, user: $0.by.user, at: $0.at, expiresAt: $0.expiresAt) },
      approvals: standing.approvals.map {
        .init(
          phase: $0.phase, digest: $0.digest, uid: $0.by.uid, user: $0.by.user, at: $0.at, expiresAt: $0.expiresAt)
      },
      freezes: freezes.map { .init(reason: $0.reason, user: $0.by.user, at: $0.at) },
      now: clock(), highWater: try reader.highWater() ?? Timestamp(microseconds: .min),
      switchedAt: standing.recorded.switchedAt, plannedWait: plan.contract?.after ?? .zero,
      contractTag: plan.contractTag, latency: look.latency, ledger: look.ledger, lint: look.lint,
      rowsRemaining: look.rowsRemaining, inStep: look.inStep,
      doubts: doubts(about: rollout, standing, phase: phase) + earlier.compactMap(\.doubt)
        + freezeStrays.map { .init(gate: .freeze, what: "\($0)") })
  }

  /// What on record the history does not bear out, for the gates that would have gone by it.
  private func doubts(about rollout: RolloutRecord, _ standing: Standing, phase: Phase) -> [GateFacts.Doubt] {
    var doubts = standing.doubtfulSignOffs.map { signOff in
      GateFacts.Doubt(
        gate: .signOff, subject: signOff.item,
        what: "a sign-off of \(signOff.item) by \(signOff.by.user) on record has no entry in the history that says so")
    }
    doubts += standing.doubtfulApprovals.map { approval in
      GateFacts.Doubt(
        gate: .approval, what: "an approval of \(approval.by.user) on record has no entry in the history that says so")
    }
    if rollout.switchedAt != standing.recorded.switchedAt, let at = rollout.switchedAt {
      doubts.append(
        GateFacts.Doubt(
          gate: .waitingPeriod, what: "the record has switch complete since \(at.inWords), the history does not"))
    }
    if let previous = phase.previous, rollout.completedAt[previous] != nil {
      doubts.append(
        GateFacts.Doubt(
          gate: .previousPhase, what: "the record has \(previous.rawValue) complete, the history does not"))
    }
    return doubts
  }

  /// Every rollout of the migration in an environment that comes before, and such environments without any target.
  private func earlier(
    than rollout: RolloutRecord, of migration: MigrationRecord, phase: Phase, in reader: JournalReader
  ) throws -> [(fact: GateFacts.Earlier, doubt: GateFacts.Doubt?)] {
    let all = try reader.rollouts(ofMigration: migration.name)
    return try topology.environments(before: rollout.environment).flatMap { environment in
      let here = all.filter { $0.environment == environment }
      guard !here.isEmpty else {
        let fact = GateFacts.Earlier(
          environment: environment, target: "\(migration.group) in \(environment)", state: nil, isComplete: false)
        return [(fact: fact, doubt: GateFacts.Doubt?.none)]
      }
      return try here.map { other in
        let recorded = try reader.recorded(migration: migration.name, target: other.target)
        let fact = GateFacts.Earlier(
          environment: environment, target: other.target, state: recorded.state, isComplete: recorded.stands(phase))
        let doubt = GateFacts.Doubt(
          gate: .earlierEnvironment, subject: other.target,
          what: "the record says that \(other.target) is \(other.state), the history does not")
        return (fact: fact, doubt: other.state == recorded.state ? nil : doubt)
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

extension RecordedRollout {
  /// Whether the phase is complete and nobody is taking it back.
  func stands(_ phase: Phase) -> Bool {
    switch state.activity {
    case .rollback?: false
    case .phase?, nil: completedAt[phase] != nil
    }
  }
}
