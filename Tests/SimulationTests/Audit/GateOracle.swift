import MigrationPhases

extension Auditor {
  /// The gates that do not hold for a phase, by the real policy and by what the history has shown; written without a look
  /// at how the engine decides.
  func missingGates(
    of phase: Phase, _ key: RolloutKey, _ rollout: FoldedRollout, part: SimulatedDatabase.Part, at now: Timestamp
  ) -> [String] {
    guard let plan = setting.plan(key.migration) else { return ["no such plan"] }
    let environment = setting.environment(of: key.target)
    let policy = setting.policy(of: environment)
    var missing: [String] = []
    if let previous = phase.previous, rollout.complete[previous] == nil {
      missing.append("\(previous) is not complete")
    }
    for target in setting.earlierTargets(than: key.target) {
      let earlier = rollouts[RolloutKey(migration: key.migration, target: target)]
      if earlier?.stands(phase) != true { missing.append("\(phase) is not complete on \(target)") }
    }
    if isFrozen { missing.append("everything is frozen") }
    for item in policy.checklist[phase] ?? [] {
      if let why = missingSignOff(item, phase, rollout, at: now) { missing.append(why) }
    }
    let needed = policy.approvals[phase] ?? 0
    let approvers = Set(
      rollout.approvals.filter { approval in
        approval.phase == phase && approval.uid != registered[key.migration]
          && policy.approvalValidFor.map { now < approval.at + $0 } ?? true
      }.map(\.uid))
    if approvers.count < needed { missing.append("\(approvers.count) approvals of \(needed)") }
    let isApplied = phase == .contract && part.contracted > 0
    if phase == .switch || phase == .contract, plan.backfill != .none, part.rowsLeft > 0, !isApplied {
      missing.append("\(part.rowsLeft) rows are left")
    }
    if phase != .expand, part.expanded == 0 { missing.append("expand is not in the database") }
    if phase == .contract, plan.waitDays != nil, !plan.isTagged { missing.append("contract is not tagged") }
    return missing
  }

  private func missingSignOff(
    _ item: Policy.ChecklistItem, _ phase: Phase, _ rollout: FoldedRollout, at now: Timestamp
  ) -> String? {
    guard let signed = rollout.signOffs.last(where: { $0.item == item.name }) else {
      return "\(item.name) is not signed"
    }
    if let expiry = signed.expiresAt, expiry <= now { return "\(item.name) has expired" }
    if let validFor = item.validFor, signed.at + validFor <= now { return "\(item.name) is too old" }
    if phase == .contract, let switched = rollout.complete[.switch], signed.at < switched.at {
      return "\(item.name) is from before switch"
    }
    return nil
  }

  /// True time since switch must be the whole waiting period, but for what the clock was set forward since.
  mutating func judgeWaiting(_ key: RolloutKey, _ rollout: FoldedRollout) {
    guard let plan = setting.plan(key.migration) else { return }
    guard let switched = rollout.complete[.switch] else {
      return violate(.earlyContract, "contract of \(key) without switch")
    }
    let required = max(plan.plannedWait, setting.policy(of: setting.environment(of: key.target)).minimumWait)
    let passed = clock.elapsed - switched.elapsed
    let setForward = clock.setForward - switched.setForward
    if passed + setForward < required {
      violate(
        .earlyContract,
        "contract of \(key) \(passed.inWords) after switch, \(required.inWords) were required, "
          + "the clock was set forward by \(setForward.inWords)")
    }
  }
}
