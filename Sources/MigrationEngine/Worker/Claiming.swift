import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

extension Engine {
  /// At most so many activities run at once.
  static let activeLimit = 32

  /// Takes the longest waiting activity whose target is free, after asking its gates again; nil when there is none.
  func claim() async throws(EngineError) -> Claim? {
    var passedOver: Set<Int64> = []
    while !isStopping, failure == nil, active.count < Self.activeLimit {
      let queued = try read { reader in try reader.rollouts(in: [.queued]) }
      let busy = adopting.union(active.values.map(\.target))
      guard let next = queued.first(where: { !busy.contains($0.target) && !passedOver.contains($0.id) }),
        let activity = next.state.activity
      else { return nil }
      passedOver.insert(next.id)
      // Reserved before anything is awaited, so that nobody else takes it or the target meanwhile.
      let stop = StopSignal()
      active[next.id] = ActiveWork(target: next.target, stop: stop)
      do {
        if let claim = try await begin(next, activity: activity, stop: stop) { return claim }
      } catch {
        active[next.id] = nil
        throw error
      }
      active[next.id] = nil
    }
    return nil
  }

  private func begin(_ rollout: RolloutRecord, activity: Activity, stop: StopSignal) async throws(EngineError) -> Claim?
  {
    let (migration, _) = try locate(rollout.migration, target: rollout.target)
    guard let entry = topology.entry(named: rollout.target) else {
      try haltAtStart(rollout, reason: .gatesUnmet, detail: "the configuration has no target '\(rollout.target)'")
      return nil
    }
    let registered = try read { reader in try reader.registration(of: migration.name)?.digest }
    guard let plan = try? keptPlan(of: migration), plan.digest == migration.digest, plan.digest == registered else {
      let detail = "the plan that is kept is not the plan that was registered; run migratectl audit verify"
      try haltAtStart(rollout, reason: .gatesUnmet, detail: detail)
      return nil
    }
    var look: GateLook?
    switch activity {
    case .phase(let phase):
      look = try? await stop.cancelling { await self.look(at: rollout, of: migration, phase: phase) }
    case .rollback: break
    }
    // Told to stop while it looked: it stays queued, if it still is, and is offered again.
    guard !stop.isSet else { return nil }
    let seen = look
    let begun: (RolloutRecord, LedgerTie)? = try decide { transaction in
      let begun = try began(rollout.id, activity: activity, of: migration, look: seen, in: transaction)
      return try begun.map { ($0, try ledgerTie(of: $0.target, in: transaction)) }
    }
    changes.changed()
    guard let (begun, tied) = begun, let attempt = begun.state.attempt else { return nil }
    var tie = tied
    tie.lease = LedgerLease(holder: holder)
    return Claim(
      rollout: begun, migration: migration, plan: plan, entry: entry, activity: activity, attempt: attempt, stop: stop,
      tie: tie)
  }

  /// Queued to running, or to halted where a gate no longer holds; nil where it is not to run.
  private func began(
    _ id: Int64, activity: Activity, of migration: MigrationRecord, look: GateLook?, in transaction: JournalTransaction
  ) throws -> RolloutRecord? {
    guard let rollout = try transaction.rollout(id: id), rollout.state == .queued(activity) else { return nil }
    let attempt = rollout.attempts + 1
    guard let running = rollout.state.after(.began(attempt: attempt)) else { return nil }
    let standing = try transaction.standing(of: rollout)
    guard standing.recorded.state == rollout.state else {
      doubt(rollout, standing.recorded.state)
      return nil
    }
    let line = HistoryLine(at: try stamp(transaction), actor: .daemon, rollout: rollout)
    try transaction.setState(ofRollout: id, to: running, detail: nil, at: line.at)
    try line.append("outcome", ["outcome": "began", "attempt": String(attempt)], to: running, in: transaction)
    guard case .phase(let phase) = activity else { return try transaction.rollout(id: id) }
    let unmet = try facts(
      of: rollout, of: migration, phase: phase, look: look, standing: standing, in: transaction
    ).unmetGates
    guard let first = unmet.first, let halted = running.after(.failed(attempt: attempt, .gatesUnmet)) else {
      return try transaction.rollout(id: id)
    }
    let detail = unmet.map(\.message).joined(separator: "; ")
    try transaction.setState(ofRollout: id, to: halted, detail: detail, at: line.at)
    var after = line
    after.rollout.state = running
    try after.append(
      "outcome", ["outcome": "failed", "attempt": String(attempt), "gate": first.kind.rawValue, "why": detail],
      to: halted, in: transaction)
    return nil
  }

  /// Nothing starts from a state that the history does not lead to. It stays as it is, for whoever looks into it.
  private func doubt(_ rollout: RolloutRecord, _ recorded: RolloutState) {
    guard doubted.insert(rollout.id).inserted else { return }
    log.critical(
      "\(rollout.migration) on \(rollout.target) is stored as \(rollout.state), its history leads to \(recorded): it is not started; run migratectl audit verify"
    )
  }

  private func haltAtStart(_ rollout: RolloutRecord, reason: HaltReason, detail: String) throws(EngineError) {
    try decide { transaction in
      guard let present = try transaction.rollout(id: rollout.id), case .queued = present.state else { return }
      let attempt = present.attempts + 1
      guard let running = present.state.after(.began(attempt: attempt)),
        let halted = running.after(.failed(attempt: attempt, reason))
      else { return }
      var line = HistoryLine(at: try stamp(transaction), actor: .daemon, rollout: present)
      try transaction.setState(ofRollout: present.id, to: running, detail: nil, at: line.at)
      try line.append("outcome", ["outcome": "began", "attempt": String(attempt)], to: running, in: transaction)
      line.rollout.state = running
      try transaction.setState(ofRollout: present.id, to: halted, detail: detail, at: line.at)
      try line.append(
        "outcome", ["outcome": "failed", "attempt": String(attempt), "why": detail], to: halted, in: transaction)
    }
    changes.changed()
  }
}
