import MigrationPhases
import MigrationStore
import MigrationTargets

extension Engine {
  /// Commits the intent of a step before anything is done. Answers nil when the claim is no longer the one to act:
  /// someone paused, rolled back or froze it meanwhile.
  func beginStep(_ step: PhaseStep, ordinal: Int, of claim: Claim) throws(EngineError) -> Int64? {
    try decide { transaction in
      guard try isCurrent(claim, in: transaction) else { return nil }
      let at = try stamp(transaction)
      let begun = try transaction.beginStep(
        ofRollout: claim.rollout.id, attempt: claim.attempt, activity: claim.activity, ordinal: ordinal,
        name: step.name, at: at)
      try HistoryLine(at: at, actor: .daemon, rollout: claim.rollout).append(begun, to: transaction)
      return begun.id
    }
  }

  /// Records how a step ended after which there are others.
  func endStep(_ step: EndedStep, of claim: Claim) throws(EngineError) {
    try decide { transaction in try record(step, of: claim, in: transaction) }
    changes.changed()
  }

  private func record(_ step: EndedStep, of claim: Claim, in transaction: JournalTransaction) throws {
    let at = try stamp(transaction)
    let ended = try transaction.endStep(step.id, step.status, detail: step.detail, at: at)
    try HistoryLine(at: at, actor: .daemon, rollout: claim.rollout).append(ended, to: transaction)
  }

  /// A step that must run once and was done, in whichever attempt, by the history.
  func isDone(_ step: PhaseStep, of claim: Claim) throws(EngineError) -> Bool {
    try read { reader in
      let (steps, recorded) = try reader.borneOutSteps(of: claim.rollout)
      return recorded.hasStep(step.name, of: claim.activity) { $0 == .done || $0 == .resolvedDone }
        || steps.contains {
          $0.activity == claim.activity && $0.name == step.name && ($0.status == .done || $0.status == .resolvedDone)
        }
    }
  }

  /// Whether switch's deploy command may have run for this rollout, by the record or by the history.
  func mayBeDeployed(_ rollout: RolloutRecord, step: String) throws(EngineError) -> Bool {
    try read { reader in
      let recorded = try reader.recorded(migration: rollout.migration, target: rollout.target)
      return try recorded.hasStep(step, of: .phase(.switch)) { $0 != .resolvedNotDone }
        || reader.allSteps(ofRollout: rollout.id).contains {
          $0.activity == .phase(.switch) && $0.name == step && $0.status != .resolvedNotDone
        }
    }
  }

  func record(_ point: RestorePoint, of claim: Claim) throws(EngineError) {
    try decide { transaction in
      let at = try stamp(transaction)
      _ = try transaction.addRestorePoint(
        rolloutID: claim.rollout.id, path: point.path, sha256: point.sha256, bytes: Int64(point.bytes), at: at)
      try HistoryLine(at: at, actor: .daemon, rollout: claim.rollout).append(
        "restorePoint", ["path": point.path, "sha256": point.sha256, "bytes": String(point.bytes)],
        phase: claim.activity.phase, to: transaction)
    }
  }

  /// Keeps how far a backfill is, so that it can be shown after a restart. The truth is in the target's ledger, so what
  /// was done is not failed for want of it.
  func keep(_ line: ProgressBoard.Line, of claim: Claim) {
    do throws(EngineError) {
      try decide { transaction in
        try transaction.setProgress(
          ProgressRecord(
            rolloutID: claim.rollout.id, attempt: claim.attempt, rowsDone: line.rowsDone,
            rowsTotal: line.rowsTotal, rowsWritten: line.rowsWritten, at: line.at))
      }
    } catch { log.warning("how far \(claim.migration.name) on \(claim.entry.name) is could not be kept: \(error)") }
  }

  /// Takes the worker's report. One that comes too late is recorded and changes nothing. The target is free afterwards.
  func end(_ claim: Claim, _ end: PerformanceEnd) throws(EngineError) {
    active[claim.rollout.id] = nil
    defer {
      progress.clear(claim.rollout.id)
      claimable.changed()
      changes.changed()
    }
    try decide { transaction in
      if let step = end.step { try record(step, of: claim, in: transaction) }
      guard let rollout = try transaction.rollout(id: claim.rollout.id) else { return }
      try take(end.outcome, of: rollout, detail: end.detail, in: transaction)
    }
  }

  func take(
    _ outcome: Outcome, of rollout: RolloutRecord, detail: String?, in transaction: JournalTransaction
  ) throws {
    let line = HistoryLine(at: try stamp(transaction), actor: .daemon, rollout: rollout)
    let facts = ["outcome": outcome.name, "attempt": String(outcome.attempt), "why": detail]
    guard let next = rollout.state.after(outcome) else {
      var late = facts
      late["dropped"] = "the rollout is \(rollout.state)"
      return try line.append("outcome", late, to: transaction)
    }
    try transaction.setState(ofRollout: rollout.id, to: next, detail: next.shape == .halted ? detail : nil, at: line.at)
    try line.append("outcome", facts, to: next, in: transaction)
  }

  private func isCurrent(_ claim: Claim, in reader: JournalReader) throws -> Bool {
    try reader.rollout(id: claim.rollout.id)?.state == .running(claim.activity, attempt: claim.attempt)
  }
}
