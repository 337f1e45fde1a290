extension GateFacts {
  /// Every gate of the phase, those that hold too, in the order a person would want to deal with them.
  public var gates: [Gate] {
    var gates =
      [recordGate, previousPhaseGate] + earlierGates + [freezeGate, digestGate, reachableGate, ledgerGate, lintGate]
    switch phase {
    case .expand: break
    case .backfill: gates += inStepGates
    case .switch: gates += inStepGates + backfillGates
    case .contract: gates += backfillGates + [waitingGate, tagGate]
    }
    return (gates + signOffGates + approvalGates).map { doubting($0) }
  }

  public var unmetGates: [Gate] { gates.filter { !$0.holds } }

  /// An unmet gate says also what on record did not count for it.
  private func doubting(_ gate: Gate) -> Gate {
    let doubts = doubts.filter { $0.gate == gate.kind && ($0.subject == nil || $0.subject == gate.subject) }
    guard !gate.holds, !doubts.isEmpty else { return gate }
    var gate = gate
    let all = doubts.map(\.what).joined(separator: "; ")
    gate.message += "; \(all), which does not count: run migratectl audit verify"
    return gate
  }

  private var recordGate: Gate {
    guard state == recordedState else {
      return .missing(
        .record, "the record says that it is \(state), the history leads to \(recordedState)", value: state.description,
        threshold: recordedState.description, remedy: "the journal was altered: run migratectl audit verify",
        who: "admin")
    }
    return .holding(.record, "the history leads to where it stands")
  }

  private var previousPhaseGate: Gate {
    guard let previous = phase.previous else { return .holding(.previousPhase, "expand comes first") }
    guard isPreviousComplete else {
      return .missing(
        .previousPhase, "\(previous.rawValue) is not complete here", value: state.description,
        threshold: "completed(\(previous.rawValue))", remedy: "carry \(previous.rawValue) to its end first",
        who: "operator")
    }
    return .holding(.previousPhase, "\(previous.rawValue) is complete here")
  }

  private var earlierGates: [Gate] {
    earlier.map { earlier in
      let place = "\(earlier.target) (\(earlier.environment))"
      let wanted = "completed(\(phase.rawValue))"
      if earlier.isComplete {
        return .holding(
          .earlierEnvironment, "\(phase.rawValue) is complete on \(place)", subject: earlier.target, threshold: wanted)
      }
      return .missing(
        .earlierEnvironment, "\(phase.rawValue) is not complete on \(place), which comes before \(environment)",
        subject: earlier.target, value: earlier.state?.description ?? "no rollout", threshold: wanted,
        remedy: "take \(phase.rawValue) to its end on \(earlier.target) first", who: "operator")
    }
  }

  private var freezeGate: Gate {
    guard let freeze = freezes.first else { return .holding(.freeze, "no freeze is in force") }
    return .missing(
      .freeze, "everything is frozen by \(freeze.user): \(freeze.reason)", since: freeze.at,
      remedy: "migratectl unfreeze, once the reason is gone", who: "admin")
  }

  private var digestGate: Gate {
    guard registeredDigest == keptDigest else {
      return .missing(
        .planDigest, "the plan that is kept is not the plan that was registered", value: keptDigest,
        threshold: registeredDigest, remedy: "the journal was altered: run migratectl audit verify", who: "admin")
    }
    return .holding(.planDigest, "the plan is as it was registered", value: String(registeredDigest.prefix(12)))
  }

  private var reachableGate: Gate {
    switch latency {
    case .known(let latency): .holding(.reachable, "the target answers", value: latency.inWords)
    case .unknown(let why):
      .missing(
        .reachable, "the target cannot be reached: \(why)", remedy: "see migratectl targets", who: "operator")
    }
  }

  private var ledgerGate: Gate {
    switch ledger {
    case .known(.intact): .holding(.ledger, "the target's ledger agrees with the record")
    case .known(.wrong(let why, let remedy, let who)):
      .missing(.ledger, "the target's ledger disagrees with the record: \(why)", remedy: remedy, who: who)
    case .unknown(let why):
      .missing(
        .ledger, "the target's ledger could not be read: \(why)", remedy: "see migratectl targets", who: "operator")
    }
  }

  private var lintGate: Gate {
    switch lint {
    case .known(let findings) where findings.isEmpty: return .holding(.lint, "\(phase.rawValue) may do what it does")
    case .known(let findings):
      let more = findings.count > 1 ? " (and \(findings.count - 1) more)" : ""
      return .missing(
        .lint, "\(findings[0])\(more)", value: counted(findings.count, "finding"), threshold: "0",
        remedy: "mend the plan and register it under a new name, or mend the target's schema", who: "operator")
    case .unknown(let why):
      return .missing(
        .lint, "the SQL could not be held against the target's schema: \(why)", remedy: "see migratectl targets",
        who: "operator")
    }
  }

  private var inStepGates: [Gate] {
    switch inStep {
    case nil: []
    case .known(nil)?: [.holding(.inStep, "the triggers that keep columns in step are there, and work")]
    case .known(let why?)?:
      [
        .missing(
          .inStep, why,
          remedy: "find out who changed it; then roll back and register the plan under a new name, or, if it was only "
            + "switched off, switch it on and write the rows anew that were written meanwhile", who: "operator")
      ]
    case .unknown(let why)?:
      [
        .missing(
          .inStep, "it is not known whether columns are kept in step: \(why)", remedy: "see migratectl targets",
          who: "operator")
      ]
    }
  }

  private var backfillGates: [Gate] {
    switch rowsRemaining {
    case nil: []
    case .known(let rows)? where rows == 0:
      [.holding(.backfillComplete, "no row is left to backfill", value: "0", threshold: "0")]
    case .known(let rows)?:
      [
        .missing(
          .backfillComplete, "\(rows) \(rows == 1 ? "row is" : "rows are") left to backfill", value: "\(rows)",
          threshold: "0",
          remedy: "find what writes rows without the new column; the plan's remaining query lists them",
          who: "operator")
      ]
    case .unknown(let why)?:
      [
        .missing(
          .backfillComplete, "it is not known whether rows are left to backfill: \(why)",
          remedy: "see migratectl targets", who: "operator")
      ]
    }
  }

  private var waitingGate: Gate {
    let required = requiredWait.inWords
    guard let switchedAt else {
      return .missing(
        .waitingPeriod, "the waiting period of \(required) has not begun", threshold: required,
        remedy: "it begins when switch is complete", who: "nobody: time")
    }
    let passed = now - switchedAt
    if now < highWater {
      return .missing(
        .waitingPeriod, "the clock is \((highWater - now).inWords) behind the record; no time counts until it is right",
        value: now.inWords, threshold: highWater.inWords, since: switchedAt, remedy: "set this host's clock right",
        who: "admin")
    }
    if passed < requiredWait {
      let over = switchedAt + requiredWait
      return .missing(
        .waitingPeriod, "\((requiredWait - passed).inWords) of the waiting period are left", value: passed.inWords,
        threshold: required, since: switchedAt, remedy: "wait until \(over.inWords)", who: "nobody: time")
    }
    return .holding(
      .waitingPeriod, "the waiting period is over", value: passed.inWords, threshold: required, since: switchedAt)
  }

  private var tagGate: Gate {
    switch contractTag {
    case .notNeeded: .holding(.contractTag, "contract runs no SQL")
    case .reason(let reason): .holding(.contractTag, "contract is tagged", value: reason)
    case .absent(let file):
      .missing(
        .contractTag, "\(file) has no line `-- contract-phase-ok: <reason>` with a reason", subject: file,
        remedy: "write the line with the reason and register the plan under a new name", who: "operator")
    }
  }

  /// What has expired by the record does not count again because a clock was set back.
  private var latest: Timestamp { max(now, highWater) }

  private var signOffGates: [Gate] {
    (policy.checklist[phase] ?? []).map { item in
      let remedy = "migratectl sign-off MIGRATION \(item.name) --evidence '…'"
      guard let signed = signOffs.last(where: { $0.item == item.name }) else {
        return .missing(
          .signOff, "\(item.name) is not signed off", subject: item.name, remedy: remedy, who: "operator")
      }
      let until = [signed.expiresAt, item.validFor.map { signed.at + $0 }].compactMap { $0 }.min()
      if let until, until <= latest {
        return .missing(
          .signOff, "\(item.name) was signed off by \(signed.user), and that has expired", subject: item.name,
          value: until.inWords, threshold: latest.inWords, since: until, remedy: remedy, who: "operator")
      }
      if phase == .contract, let switchedAt, signed.at < switchedAt {
        return .missing(
          .signOff, "\(item.name) was signed off before switch was complete; contract wants a fresh one",
          subject: item.name, value: signed.at.inWords, threshold: switchedAt.inWords, since: switchedAt,
          remedy: remedy, who: "operator")
      }
      return .holding(
        .signOff, "\(item.name) is signed off by \(signed.user)", subject: item.name,
        value: until.map { "until \($0.inWords)" }, since: signed.at)
    }
  }

  private var approvalGates: [Gate] {
    let needed = policy.approvals[phase] ?? 0
    guard needed > 0 else { return [] }
    let counting = approvals.filter { approval in
      let until = [approval.expiresAt, policy.approvalValidFor.map { approval.at + $0 }].compactMap { $0 }.min()
      return approval.phase == phase && approval.digest == registeredDigest && approval.uid != registrant
        && (until.map { latest < $0 } ?? true)
    }
    let approvers = Set(counting.map(\.uid))
    let names = Set(counting.map(\.user)).sorted().joined(separator: ", ")
    if approvers.count >= needed {
      return [
        .holding(.approval, "approved by \(names)", value: "\(approvers.count)", threshold: "\(needed)")
      ]
    }
    return [
      .missing(
        .approval, "\(phase.rawValue) needs \(counted(needed, "approval")) in \(environment)",
        value: "\(approvers.count)", threshold: "\(needed)",
        remedy: "migratectl approve MIGRATION \(phase.rawValue), by someone other than who registered it",
        who: "approver")
    ]
  }
}

private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
