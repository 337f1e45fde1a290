import MigrationPhases

/// A well-meaning operator who does what a rollout needs next.
extension SimulatedWorld {
  func help(_ key: RolloutKey) async {
    guard let state = auditor.rollouts[key]?.state else { return }
    switch state {
    case .planned, .completed:
      guard let phase = state.nextPhase else { return }
      if auditor.isFrozen, dice.chance(70) { await unfreeze(by: .dave) }
      await provide(for: phase, key)
      await command(.advance(to: phase), key, by: dice.one(of: [.alice, .bob]))
      if dice.chance(50) { await work() }
    case .queued, .running: await work()
    case .paused: await command(.resume, key, by: .alice)
    case .halted(let activity, let reason): await lead(key, outOf: activity, reason)
    case .cancelled, .rolledBack: return
    }
  }

  private func lead(_ key: RolloutKey, outOf activity: Activity, _ reason: HaltReason) async {
    if reason == .outcomeUnknown {
      tally.unknownOutcomes += 1
      return await command(.resolve(truth(key)), key, by: .bob)
    }
    if let target = target(key.target) { mend(target) }
    if case .rollback = activity, reason == .ledgerWentBack {
      takeAwayByHand(key)
      return await command(.resolve(.done), key, by: .bob)
    }
    if auditor.isFrozen { await unfreeze(by: .dave) }
    switch activity {
    case .phase(let phase):
      await provide(for: phase, key)
      if !isPatient, dice.chance(12) { return await command(.rollback, key, by: .bob) }
    case .rollback:
      if !isPatient, reason == .failed, dice.chance(15) {
        takeAwayByHand(key)
        return await command(.resolve(.done), key, by: .bob)
      }
    }
    await command(.retry, key, by: .bob)
    if dice.chance(50) { await work() }
  }

  /// A person looks, and takes out of the database and of the application what is left of a migration.
  private func takeAwayByHand(_ key: RolloutKey) {
    say("what is left of \(key) is taken away by hand")
    tally.takenAway += 1
    auditor.deployed.remove(key)
    target(key.target)?.change { $0.database.parts[key.migration] = nil }
  }

  /// Everything that people and time can do for a phase's gates, where it is missing.
  func provide(for phase: Phase, _ key: RolloutKey) async {
    guard let rollout = auditor.rollouts[key] else { return }
    let policy = setting.policy(of: setting.environment(of: key.target))
    if phase == .contract, isPatient || dice.chance(80) { waitFor(key, rollout) }
    for item in policy.checklist[phase] ?? [] {
      let signed = rollout.signOffs.last { $0.item == item.name }
      let isFresh = signed.map { clock.wall - $0.at < .seconds(3_600) && $0.expiresAt == nil } ?? false
      if !isFresh || phase == .contract { await signOff(item.name, key, expiresIn: nil, by: .bob) }
    }
    let needed = policy.approvals[phase] ?? 0
    let approvers: [Person] = [.bob, .carol]
    for person in approvers.prefix(needed) { await approve(phase, key, by: person) }
  }

  /// Lets the waiting period pass, and the time by which the clock is behind the record.
  private func waitFor(_ key: RolloutKey, _ rollout: FoldedRollout) {
    guard let switched = rollout.complete[.switch], let plan = setting.plan(key.migration) else { return }
    let required = max(plan.plannedWait, setting.policy(of: setting.environment(of: key.target)).minimumWait)
    let over = switched.at + required
    guard clock.wall < over else { return }
    say("\((over - clock.wall).inWords) pass, the waiting period of \(key)")
    pass(over - clock.wall)
  }
}
