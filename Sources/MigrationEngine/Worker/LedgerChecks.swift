import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

/// Whether the database is the one that is meant, and whether what stands in its ledger is ours.
extension Performance {
  /// For steps that do not write to the target and so cannot be held against its ledger by the target itself; nil where
  /// it is the right database.
  func otherDatabase() async throws(EngineError) -> StepEnd? {
    let found: LedgerIdentity?
    do throws(TargetError) { found = try await claim.entry.target.observe().ledger } catch { return StepEnd(error) }
    return try await engine.disagreement(about: claim.entry.name, found: found).map { .wentBack($0.message) }
  }

  /// What an error of the target makes of a step.
  func end(by error: TargetError) async throws(EngineError) -> StepEnd {
    guard case .otherLedger(_, let found) = error else { return StepEnd(error) }
    return .wentBack(try await engine.objection(about: claim.entry.name, found: found).message)
  }

  /// A step that changed nothing, since the ledger says that there is nothing to do: whether that is borne out by the
  /// record.
  func standing(_ step: PhaseStep, _ id: Int64) async throws(EngineError) -> StepEnd {
    let ledger: LedgerRecord?
    do throws(TargetError) { ledger = try await claim.entry.target.ledger(of: claim.migration.name) } catch {
      return try await end(by: error)
    }
    let accounts = try await engine.accounts(of: claim.rollout, plan: claim.plan)
    switch step.work {
    case .undo:
      if ledger?.entries.contains(where: { $0.phase == .expand && $0.undone }) ?? false {
        return .done("the ledger has it undone already")
      }
      return accounts.mayBeExpanded ? .wentBack(vanished) : .done("the ledger has nothing to undo")
    case .apply, .applyByProgram, .rows, .backfillCommand, .command, .inStep, .verify, .noRowsLeft, .health,
      .restorePoint:
      if let stranger = accounts.stranger(in: ledger, besides: id) { return .wentBack(stranger.message) }
      return .done("the ledger has it already")
    }
  }

  /// Why the way back must not even begin; nil where it may.
  func objection() async throws(EngineError) -> PerformanceEnd? {
    let attempt = claim.attempt
    if let end = try await otherDatabase() { return PerformanceEnd(end, attempt: attempt) }
    let ledger: LedgerRecord?
    do throws(TargetError) { ledger = try await claim.entry.target.ledger(of: claim.migration.name) } catch {
      return PerformanceEnd(try await end(by: error), attempt: attempt)
    }
    if let stranger = try await engine.accounts(of: claim.rollout, plan: claim.plan).stranger(in: ledger) {
      return PerformanceEnd(.wentBack(stranger.message), attempt: attempt)
    }
    guard ledger?.has(.contract, StepName.apply) ?? false else { return await othersStandOnIt() }
    return PerformanceEnd(
      .wentBack("contract stands in the ledger, and undoing expand does not bring back what it took"),
      attempt: attempt)
  }

  /// Asked again here, since others may have built on it after the rollback was asked for.
  private func othersStandOnIt() async -> PerformanceEnd? {
    do {
      let others = try await engine.standing(
        on: claim.plan, claim.entry.target, lookedAtIn: engine.undoingLints)
      guard !others.isEmpty else { return nil }
      return PerformanceEnd(.failed(Refusal.othersStandOnIt(others).message), attempt: claim.attempt)
    } catch {
      return PerformanceEnd(.failed("it is not known what stands on it: \(error)"), attempt: claim.attempt)
    }
  }

  private var vanished: String {
    let place = "\(claim.migration.name) --target \(claim.entry.name)"
    return "expand was applied by the record, and the ledger of \(claim.entry.name) has nothing of it: its rows were "
      + "deleted, or the database was restored; look at the database: once nothing of expand is left in it, "
      + "migratectl resolve \(place) --done --evidence TEXT; if the ledger is restored, migratectl retry \(place)"
  }
}

extension PerformanceEnd {
  /// What keeps an activity from its first step.
  init?(_ end: Performance.StepEnd, attempt: Int) {
    switch end {
    case .done: return nil
    case .stopped: self.init(.interrupted(attempt: attempt, .known), "stopped before the first step")
    case .failed(let why), .unknown(let why): self.init(.failed(attempt: attempt, .failed), why)
    case .wentBack(let why): self.init(.failed(attempt: attempt, .ledgerWentBack), why)
    }
  }
}

extension SchemaVersions {
  var inWords: String { "schema version \(current), oldest supported \(oldestSupported)" }
}
