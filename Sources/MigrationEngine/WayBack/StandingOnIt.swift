import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

extension Engine {
  /// What others have built on what a migration's expand made, and undoing it would take away or break, in words. Empty
  /// where nothing of expand stands by the ledger, and where the target or the lint cannot be asked: the worker asks
  /// again before it undoes anything.
  func standingOnIt(_ rollout: RolloutRecord, of migration: MigrationRecord) async -> [String] {
    guard let target = topology.entry(named: rollout.target)?.target, let plan = try? keptPlan(of: migration) else {
      return []
    }
    do { return try await standing(on: plan, target, lookedAtIn: wayBackLints) } catch {
      log.warning("it is not known what stands on \(rollout.migration) on \(rollout.target): \(error)")
      return []
    }
  }

  /// - Throws: `TargetError` or `LintDelay` where nothing can be told.
  func standing(on plan: Plan, _ target: any Target, lookedAtIn lints: LintLanes) async throws -> [String] {
    guard try await target.ledger(of: plan.name)?.has(.expand, StepName.apply) ?? false else { return [] }
    let schema = try await target.schema()
    return try await lints.run { PlanLinting.standing(on: plan, schema: schema) }.map { finding in
      finding.line.map { "\(finding.file):\($0): \(finding.message)" } ?? finding.message
    }
  }
}
