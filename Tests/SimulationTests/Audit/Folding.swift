import MigrationPhases

extension Auditor {
  mutating func fold(_ entry: AuditedEntry, next: AuditedEntry?, parts: (RolloutKey) -> SimulatedDatabase.Part) {
    note(entry.detail.marks)
    switch entry.event {
    case "frozen": isFrozen = true
    case "unfrozen": isFrozen = false
    case "registered": registered[entry.migration ?? ""] = entry.uid
    default: break
    }
    guard let migration = entry.migration, let target = entry.target else { return }
    let key = RolloutKey(migration: migration, target: target)
    if entry.event == "planned" {
      rollouts[key] = FoldedRollout()
      return
    }
    guard var rollout = rollouts[key] else {
      return violate(.folding, "\(entry.event) of \(key), which was not planned")
    }
    switch entry.event {
    case "signedOff":
      let evidence = entry.detail.fact("evidence") ?? ""
      let wish = evidence.marks.first.flatMap { wishes[$0] }
      rollout.signOffs.append(
        .init(item: entry.detail.fact("item") ?? "", at: entry.at, expiresAt: wish.map { entry.at + $0 }))
    case "approved":
      if let phase = entry.phase { rollout.approvals.append(.init(phase: phase, uid: entry.uid, at: entry.at)) }
    default: break
    }
    rollouts[key] = rollout
    if entry.to == nil { return unchanged(entry) }
    move(key, by: entry, next: next, part: parts(key))
  }

  private mutating func unchanged(_ entry: AuditedEntry) {
    guard entry.event == "outcome" else { return }
    countDropped()
    if entry.detail.fact("dropped") == nil {
      violate(.stale, "entry \(entry.seq) is an outcome that changed nothing and does not say so")
    }
  }

  private mutating func move(
    _ key: RolloutKey, by entry: AuditedEntry, next: AuditedEntry?, part: SimulatedDatabase.Part
  ) {
    guard var rollout = rollouts[key], let to = entry.to.flatMap({ RolloutState(written: $0) }) else {
      return violate(.folding, "entry \(entry.seq) leads to '\(entry.to ?? "")', which is no state")
    }
    if entry.from != rollout.state.description {
      violate(.folding, "entry \(entry.seq) leaves \(entry.from ?? "nothing") where \(key) was \(rollout.state)")
    }
    let before = rollout
    if entry.event == "outcome" { judgeOutcome(entry, of: key, from: before.state, to: to, attempts: before.attempts) }
    if entry.event == "commanded" { rollout.words += 1 }
    rollout.state = to
    rollout.attempts = max(rollout.attempts, to.attempt ?? 0)
    switch to {
    case .completed(let phase):
      rollout.complete[phase] = .init(at: entry.at, elapsed: clock.elapsed, setForward: clock.setForward)
      judgeCompletion(of: phase, key, part)
    case .rolledBack:
      rollout.complete = [:]
      if part.expanded > 0 || deployed.contains(key) {
        violate(.wayBack, "\(key) is rolled back, and its change or its release is still there")
      }
    case .running(.phase(let phase), _):
      let isHaltedAtOnce =
        next?.migration == key.migration && next?.target == key.target
        && next?.detail.fact("gate") != nil
      if !isHaltedAtOnce {
        for missing in missingGates(of: phase, key, before, part: part, at: entry.at) {
          violate(.gates, "\(phase.rawValue) of \(key) began: \(missing)")
        }
        if phase == .contract { judgeWaiting(key, before) }
      }
    case .running(.rollback, _), .planned, .queued, .paused, .halted, .cancelled: break
    }
    rollouts[key] = rollout
  }

  private mutating func judgeOutcome(
    _ entry: AuditedEntry, of key: RolloutKey, from: RolloutState, to: RolloutState, attempts: Int
  ) {
    let attempt = Int(entry.detail.fact("attempt") ?? "")
    switch from {
    case .queued:
      if attempt != attempts + 1 || to.shape != .running {
        violate(.stale, "entry \(entry.seq): an outcome of try \(attempt ?? 0) moved \(key), which was \(from)")
      }
    case .running(_, let current):
      if attempt != current {
        violate(.stale, "entry \(entry.seq): an outcome of try \(attempt ?? 0) moved \(key), which was \(from)")
      }
    case .planned, .paused, .completed, .halted, .cancelled, .rolledBack:
      violate(.stale, "entry \(entry.seq): an outcome moved \(key), which was \(from)")
    }
  }

  private mutating func judgeCompletion(of phase: Phase, _ key: RolloutKey, _ part: SimulatedDatabase.Part) {
    guard let plan = setting.plan(key.migration) else { return }
    let isThere =
      switch phase {
      case .expand: part.expanded > 0
      case .backfill: plan.backfill == .none || part.rowsLeft == 0
      case .switch: !plan.hasSwitch || deployed.contains(key)
      case .contract: plan.waitDays == nil || part.contracted > 0
      }
    if !isThere { violate(.skipped, "\(phase.rawValue) of \(key) is complete on record and not in the database") }
  }
}
