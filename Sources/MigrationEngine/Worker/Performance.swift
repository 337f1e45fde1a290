import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

/// One try of one activity, from its first step to what became of it.
struct Performance: Sendable {
  let claim: Claim
  let engine: Engine
  let places: WorkPlaces
  let runCommand: CommandRun

  /// How one step ended.
  enum StepEnd: Sendable {
    /// With what there is to say about it.
    case done(String?)
    /// Told to stop; what was done so far is safe and can go on.
    case stopped
    /// Nothing of the step was applied, or it can be tried again without harm.
    case failed(String)
    case wentBack(String)
    case unknown(String)
  }

  func end() async throws(EngineError) -> PerformanceEnd {
    let attempt = claim.attempt
    let steps: [PhaseStep]
    do {
      let deployed = try await engine.mayBeDeployed(claim.rollout, step: Plan.deployStep)
      steps = try claim.plan.steps(of: claim.activity, deployed: deployed)
    } catch let error as PlanError {
      return PerformanceEnd(.failed(attempt: attempt, .failed), error.asFindings.first?.description)
    } catch let error as EngineError { throw error } catch {
      return PerformanceEnd(.failed(attempt: attempt, .failed), "\(error)")
    }
    if case .rollback = claim.activity, let why = try await objection() {
      return why
    }
    for (index, step) in steps.enumerated() {
      if claim.stop.isSet {
        return PerformanceEnd(.interrupted(attempt: attempt, .known), "stopped before '\(step.name)'")
      }
      if step.runsOnce, try await engine.isDone(step, of: claim) { continue }
      guard let id = try await engine.beginStep(step, ordinal: index + 1, of: claim) else {
        return PerformanceEnd(.interrupted(attempt: attempt, .known), "no longer wanted before '\(step.name)'")
      }
      let end = try await perform(step, id)
      guard case .done(let detail) = end else { return failure(of: step, id: id, end) }
      try await engine.endStep(EndedStep(id: id, name: step.name, status: .done, detail: detail), of: claim)
    }
    return PerformanceEnd(.finished(attempt: attempt), nil)
  }

  /// What a step that was not done makes of the whole.
  private func failure(of step: PhaseStep, id: Int64, _ end: StepEnd) -> PerformanceEnd {
    func ended(_ outcome: Outcome, _ detail: String, _ status: StepStatus, _ why: String) -> PerformanceEnd {
      PerformanceEnd(outcome, detail, step: EndedStep(id: id, name: step.name, status: status, detail: why))
    }
    let attempt = claim.attempt
    switch end {
    case .done, .stopped:
      return ended(
        .interrupted(attempt: attempt, .known), "stopped during '\(step.name)'", .failed, "stopped on the way")
    case .failed(let why):
      return ended(.failed(attempt: attempt, .failed), "\(step.name): \(why)", .failed, why)
    case .wentBack(let why):
      return ended(.failed(attempt: attempt, .ledgerWentBack), "\(step.name): \(why)", .failed, why)
    case .unknown(let why):
      return ended(.failed(attempt: attempt, .outcomeUnknown), "\(step.name): \(why)", .unknown, why)
    }
  }

  private func perform(_ step: PhaseStep, _ id: Int64) async throws(EngineError) -> StepEnd {
    if !step.isTied, let end = try await otherDatabase() { return end }
    do throws(TargetError) {
      switch step.work {
      case .apply(let statements): if let end = try await apply(statements) { return end }
      case .applyByProgram(let program): if let end = try await apply(by: program) { return end }
      case .undo(let statements): if let end = try await undo(statements) { return end }
      case .rows(let work): if let end = try await backfill(work) { return end }
      case .inStep(let inStep): return try await probe(inStep)
      case .verify(let query): return try await verify(query)
      case .noRowsLeft(let query, let work): return try await noRowsLeft(query, after: work)
      case .restorePoint: return try await restorePoint(step)
      case .command(let command): return await run(command)
      case .backfillCommand(let command): return try await backfill(by: command)
      case .health(let health): return await watch(health)
      }
    } catch { return try await end(by: error) }
    return try await standing(step, id)
  }
}

extension Performance.StepEnd {
  init(_ error: TargetError) {
    switch error {
    case .outcomeUnknown(let why): self = .unknown(why)
    case .ledger(let why): self = .wentBack(why)
    case .cancelled: self = .stopped
    case .otherLedger: self = .wentBack(error.description)
    case .unreachable, .locked, .statement, .unsupported, .storage: self = .failed(error.description)
    }
  }
}
