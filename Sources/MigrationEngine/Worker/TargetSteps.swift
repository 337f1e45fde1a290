import MigrationBackfill
import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

extension Performance {
  private var target: any Target { claim.entry.target }

  /// A batch under way may end well for so long after it was told to stop.
  private static let batchGrace: Duration = .seconds(1)

  /// What takes long on a target ends when the claim is to stop: a transaction is rolled back, a copy is taken away.
  func stoppable<T: Sendable>(
    _ body: @escaping @Sendable (any Target) async throws(TargetError) -> T
  ) async throws(TargetError) -> T {
    let target = claim.entry.target
    return try await claim.stop.cancelling { () async throws(TargetError) in try await body(target) }
  }

  func key(_ phase: Phase, _ step: String) -> StepKey {
    StepKey(migration: claim.migration.name, digest: claim.migration.digest, phase: phase, step: step)
  }

  /// nil where the ledger has it already.
  func apply(_ statements: [ScriptStatement]) async throws(TargetError) -> StepEnd? {
    let step = key(claim.activity.phase, StepName.apply)
    if try await target.ledger(of: step.migration)?.has(step.phase, step.step) ?? false { return nil }
    let (version, tie, companions) = (claim.plan.schemaVersion, claim.tie, claim.plan.companions(of: step.phase))
    return try await noting(statements) { target, note async throws(TargetError) in
      try await target.apply(
        statements, with: companions, as: step, raisingTo: version, tied: tie, note: note)
    }
  }

  /// nil where the ledger has nothing to undo.
  func undo(_ statements: [ScriptStatement]) async throws(TargetError) -> StepEnd? {
    let (step, tie, companions) = (key(.expand, StepName.undo), claim.tie, claim.plan.companions(of: .expand))
    return try await noting(statements) { target, note async throws(TargetError) in
      try await target.undo(statements, with: companions, as: step, tied: tie, note: note)
    }
  }

  private func noting(
    _ statements: [ScriptStatement],
    _ body:
      @escaping @Sendable (any Target, @escaping @Sendable (TargetNote) -> Void) async throws(TargetError) ->
      StepProof
  ) async throws(TargetError) -> StepEnd? {
    let notes = StepNotes(of: claim, in: engine)
    do throws(TargetError) {
      let proof = try await stoppable { target async throws(TargetError) in try await body(target) { notes.take($0) } }
      switch proof {
      case .alreadyDone: return nil
      case .done(let versions): return .done(notes.beside("\(counted(statements)), \(versions.inWords)"))
      }
    } catch {
      let end = StepEnd(error)
      guard case .failed(let why) = end else { throw error }
      return .failed(notes.beside(why, withoutWait: true))
    }
  }

  private func counted(_ statements: [ScriptStatement]) -> String {
    "\(statements.count) statement\(statements.count == 1 ? "" : "s")"
  }

  func probe(_ inStep: InStep) async throws(TargetError) -> StepEnd {
    try await stoppable { target async throws(TargetError) in try await target.probe(inStep) }
    return .done("the triggers are there, and work")
  }

  func verify(_ query: ScriptStatement) async throws(TargetError) -> StepEnd {
    let answer = try await stoppable { target async throws(TargetError) in try await target.verify(query) }
    switch answer {
    case .holds: return .done(nil)
    case .fails(let found): return .failed("expected one true value, found \(found)")
    }
  }

  func restorePoint(_ step: PhaseStep) async throws(TargetError) -> StepEnd {
    let ledger = try await target.ledger(of: claim.migration.name)
    let phase = claim.activity.phase
    if step.onlyBeforeApply, ledger?.hasBegun(phase) ?? false {
      return .done("\(phase.rawValue) was begun already; the restore point made before it counts")
    }
    let (folder, label) = (places.restorePoints, restorePointLabel)
    let point = try await stoppable { target async throws(TargetError) in
      try await target.restorePoint(in: folder, label: label)
    }
    do throws(EngineError) { try await engine.record(point, of: claim) } catch {
      return .failed("the restore point could not be recorded: \(error)")
    }
    return .done("\(point.path), \(point.bytes) bytes, sha256 \(point.sha256)")
  }

  /// A server keeps 63 bytes: what matters comes first.
  private var restorePointLabel: String {
    switch claim.entry.engine {
    case .sqlite: "\(claim.migration.name)-\(claim.entry.name)-\(claim.attempt)"
    case .postgresql: "before-\(claim.activity.phase.rawValue)-\(claim.migration.name)-\(claim.attempt)"
    }
  }

  /// nil where the ledger has it already, and no pass is under way.
  func backfill(_ work: BackfillWork) async throws(TargetError) -> StepEnd? {
    let ledger = try await target.ledger(of: claim.migration.name)
    if let ledger, ledger.has(.backfill, StepName.rows), ledger.backfill?.isFinished ?? true { return nil }
    let end = try await goOver(work)
    switch end {
    case .stopped: return .stopped
    case .finished: return .done(engine.progress.line(of: claim.rollout.id).map { "\($0.rowsDone) rows gone over" })
    }
  }

  /// From where the ledger says it is to the end.
  func goOver(_ work: BackfillWork) async throws(TargetError) -> BackfillEnd {
    let run = BackfillRun(of: work, as: key(.backfill, StepName.rows), on: target, tied: claim.tie)
    let (engine, claim) = (engine, claim)
    let end = try await claim.stop.cancelling(after: Self.batchGrace) { () async throws(TargetError) in
      try await run.run(
        report: { progress in engine.show(progress, of: claim) }, shouldStop: { claim.stop.isSet })
    }
    let line = engine.progress.line(of: claim.rollout.id)
    if let line { await engine.keep(line, of: claim) }
    return end
  }
}

extension Engine {
  /// Shows how far a backfill is; called after each batch.
  nonisolated func show(_ progress: BackfillProgress, of claim: Claim) {
    self.progress.set(
      ProgressBoard.Line(
        rowsDone: progress.rowsDone, rowsTotal: progress.rowsTotal, rowsWritten: progress.rowsWritten,
        rowsPerSecond: progress.rowsPerSecond, remaining: progress.eta, at: clock()), of: claim.rollout.id)
    changes.changed()
  }
}

extension LedgerRecord {
  /// Whether something of the phase was done already, so that it is too late for a restore point before it.
  fileprivate func hasBegun(_ phase: Phase) -> Bool {
    entries.contains { $0.phase == phase && !$0.undone } || (phase == .backfill && backfill != nil)
  }
}
