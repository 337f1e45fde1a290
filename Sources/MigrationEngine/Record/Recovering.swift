import MigrationPhases
import MigrationPlan
import MigrationStore

extension Engine {
  /// To be called once before anything else: what was running when the daemon ended is queued again where the ledger
  /// or the nature of the step tells how to go on, and halted as *outcome unknown* where nothing does.
  public func recover() throws(EngineError) {
    let interrupted = try read { reader in try reader.rollouts(in: [.running]) }
    for rollout in interrupted {
      guard let attempt = rollout.state.attempt, let activity = rollout.state.activity else { continue }
      let open = try read { reader in
        try reader.steps(ofRollout: rollout.id, attempt: attempt).last { $0.status == .intended }
      }
      // By the history too: what is begun there and is on record no more has not been ended by that.
      let recorded = try read { reader in
        try reader.recorded(migration: rollout.migration, target: rollout.target).openStep(ofAttempt: attempt)
      }
      let name = open?.name ?? recorded
      let step = name.flatMap { planned($0, activity: activity, of: rollout) }
      // A step that the plan no longer explains is doubtful too.
      let doubt = name != nil && step?.leavesDoubt != false
      // It may have happened, and the ledger tells when it is asked.
      let isProven = step?.isTied == true
      try decide { transaction in
        let at = try stamp(transaction)
        if let open {
          let ended = try transaction.endStep(
            open.id, doubt || isProven ? .unknown : .failed, detail: "the daemon ended before its end was recorded",
            at: at)
          try HistoryLine(at: at, actor: .daemon, rollout: rollout).append(ended, to: transaction)
        }
        let detail = name.map { "the daemon ended during '\($0)'" } ?? "the daemon ended between two steps"
        try take(
          .interrupted(attempt: attempt, doubt ? .unknown : .known), of: rollout, detail: detail, in: transaction)
      }
      log.notice("\(rollout.migration) on \(rollout.target) was interrupted in \(activity)")
    }
  }

  private func planned(_ name: String, activity: Activity, of rollout: RolloutRecord) -> PhaseStep? {
    guard let (migration, _) = try? locate(rollout.migration, target: rollout.target),
      let plan = try? keptPlan(of: migration), let steps = try? plan.steps(of: activity, deployed: true)
    else { return nil }
    return steps.first { $0.name == name }
  }

  /// No command is taken and nothing is claimed from now on; work under way is told to stop at the next safe place.
  public func stop() {
    isStopping = true
    for work in active.values { work.stop.set(.gentle) }
    claimable.changed()
  }

  /// Leaves a line about the daemon itself in the history.
  public func note(_ event: String, _ facts: [String: String?], by actor: RecordedActor = .daemon) throws(EngineError) {
    try decide { transaction in
      try transaction.append(
        at: try stamp(transaction), actor: actor, event: event, target: nil, detail: HistoryDetail(facts))
    }
  }
}
