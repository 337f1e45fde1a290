import MigrationPhases
import MigrationStore

extension Auditor {
  /// Something happened to a database. Call after `follow`.
  mutating func witness(_ event: TargetEvent, lastStep: StepRecord?) {
    let key = RolloutKey(migration: event.migration, target: event.target)
    let part = event.part
    guard let plan = setting.plan(event.migration), let rollout = rollouts[key] else {
      return violate(.intent, "\(event.kind) on \(key), which nobody registered")
    }
    if event.inFlight + running[event.target, default: 0] > 1 {
      violate(.oneActivity, "two things are done on \(event.target) at once, one of them \(event.kind)")
    }
    switch event.kind {
    case .applies, .undoes, .writes:
      if lastStep?.status != .intended { violate(.intent, "\(event.kind) of \(key) without an intent on record") }
    case .applied, .undone, .wrote: break
    }
    switch event.kind {
    case .applies(.contract):
      if part.expanded != 1 || (plan.backfill != .none && part.rowsLeft > 0) {
        violate(.skipped, "contract is applied to \(key), expand or backfill are not there")
      }
      if plan.hasSwitch, !deployed.contains(key) {
        violate(.skipped, "contract is applied to \(key), the new release is not there")
      }
      if part.contracted == 0 { judgeWaiting(key, rollout) }
    case .applied:
      if part.expanded > 1 { violate(.stepTwice, "expand was applied \(part.expanded) times to \(key)") }
      if part.contracted > 1 { violate(.stepTwice, "contract was applied \(part.contracted) times to \(key)") }
    case .writes:
      if part.expanded == 0 { violate(.skipped, "rows of \(key) are written before expand") }
    case .wrote:
      if part.writes.contains(where: { $0 > 1 }) { violate(.stepTwice, "a row of \(key) was written twice") }
    case .undoes:
      if part.contracted > 0 { violate(.wayBack, "expand of \(key) is undone after contract") }
    case .undone, .applies: break
    }
  }

  /// A program of the plan is started. Call after `follow`.
  mutating func witnessStart(_ program: String, _ key: RolloutKey, part: SimulatedDatabase.Part, lastStep: StepRecord?)
  {
    guard let plan = setting.plan(key.migration), let rollout = rollouts[key] else {
      return violate(.intent, "\(program) of \(key), which nobody registered")
    }
    if lastStep?.status != .intended { violate(.intent, "\(program) of \(key) without an intent on record") }
    running[key.target, default: 0] += 1
    if running[key.target, default: 0] > 1 { violate(.oneActivity, "two programs run for \(key.target)") }
    switch program {
    case "deploy":
      if deployed.contains(key) { violate(.stepTwice, "\(key) is deployed again") }
      if part.expanded != 1 || (plan.backfill != .none && part.rowsLeft > 0) {
        violate(.skipped, "\(key) is deployed before expand or backfill are there")
      }
    case "undeploy":
      if part.contracted > 0 { violate(.wayBack, "the old release of \(key) is brought back after contract") }
    default:
      if part.expanded != 1 { violate(.skipped, "\(program) of \(key) runs before expand") }
      return
    }
    if runs[key]?[program]?.words == rollout.words {
      violate(.unasked, "\(program) of \(key) is run again, and nobody asked for it since the last time")
    }
    runs[key, default: [:]][program] = Run(words: rollout.words)
  }

  mutating func witnessEnd(_ key: RolloutKey) { running[key.target, default: 0] -= 1 }
}
