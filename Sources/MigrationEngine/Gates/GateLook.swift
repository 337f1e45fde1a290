import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

/// What a look at a target showed for the gates of one phase. Taken outside of any transaction.
struct GateLook: Sendable {
  var phase: Phase
  var latency: GateFacts.Reading<Duration>
  var ledger: GateFacts.Reading<GateFacts.Ledger>
  var lint: GateFacts.Reading<[Finding]>
  var rowsRemaining: GateFacts.Reading<Int>?
  var inStep: GateFacts.Reading<String?>?

  static func unknown(_ phase: Phase, why: String, hasBackfill: Bool, keepsInStep: Bool = false) -> GateLook {
    GateLook(
      phase: phase, latency: .unknown(why: why), ledger: .unknown(why: why), lint: .unknown(why: why),
      rowsRemaining: hasBackfill ? .unknown(why: why) : nil, inStep: keepsInStep ? .unknown(why: why) : nil)
  }
}

extension Engine {
  /// Looks at the rollout's target for what the phase's gates need. Never throws: what cannot be learnt is `unknown`.
  func look(at rollout: RolloutRecord, of migration: MigrationRecord, phase: Phase) async -> GateLook {
    let plan: Plan
    do { plan = try keptPlan(of: migration) } catch {
      return .unknown(phase, why: "the kept plan cannot be read", hasBackfill: true)
    }
    let hasBackfill = plan.backfill != nil && (phase == .switch || phase == .contract)
    let inStep = phase == .backfill || phase == .switch ? plan.inStep : nil
    let unknown = { (why: String) in
      GateLook.unknown(phase, why: why, hasBackfill: hasBackfill, keepsInStep: inStep != nil)
    }
    guard let entry = topology.entry(named: rollout.target) else {
      return unknown("the configuration has no target '\(rollout.target)'")
    }
    guard entry.environment == rollout.environment, topology.policy(of: rollout.environment) != nil else {
      let why =
        "the configuration has '\(rollout.target)' in environment '\(entry.environment)', "
        + "the rollout was planned in '\(rollout.environment)'"
      return unknown(why)
    }
    let target = entry.target
    let seen: TargetObservation
    var look: GateLook
    do {
      seen = try await target.observe()
      latencies.note(seen.latency, of: target.name)
      look = GateLook(
        phase: phase, latency: .known(seen.latency), ledger: .unknown(why: "not looked at"),
        lint: .unknown(why: "not looked at"), rowsRemaining: nil)
    } catch { return unknown("\(error)") }

    var applied = false
    do {
      let ledger = try await target.ledger(of: migration.name)
      applied = ledger?.has(phase, StepName.apply) ?? false
      let wrong = try disagreement(about: target.name, found: seen.ledger)
      look.ledger = .known(
        try (wrong ?? disagreement(of: ledger, with: rollout, of: migration, plan: plan)).map {
          .wrong($0.why, remedy: $0.remedy, who: $0.who)
        } ?? .intact)
    } catch { look.ledger = .unknown(why: "\(error)") }
    do {
      let schema = applied ? [] : try await target.schema()
      let found = applied ? [] : try await lints.run { PlanLinting.findings(in: plan, phase: phase, schema: schema) }
      look.lint = .known(found.filter { $0.severity == .error })
    } catch { look.lint = .unknown(why: "\(error)") }
    if hasBackfill, !(phase == .contract && applied), let remaining = plan.backfill?.remaining {
      do {
        look.rowsRemaining = .known(try await target.count(try plan.single(of: remaining)))
      } catch { look.rowsRemaining = .unknown(why: "\(error)") }
    }
    if let inStep { look.inStep = await probe(inStep, on: target) }
    return look
  }

  private func probe(_ inStep: InStep, on target: any Target) async -> GateFacts.Reading<String?> {
    do throws(TargetError) {
      try await target.probe(inStep)
      return .known(nil)
    } catch {
      switch error {
      case .unsupported, .statement: return .known("\(error)")
      case .unreachable, .locked, .ledger, .otherLedger, .outcomeUnknown, .cancelled, .storage:
        return .unknown(why: "\(error)")
      }
    }
  }

  /// Where the target's ledger shows another plan, or something else than the record; nil where they agree.
  private func disagreement(
    of ledger: LedgerRecord?, with rollout: RolloutRecord, of migration: MigrationRecord, plan: Plan
  ) throws(EngineError) -> LedgerDisagreement? {
    if let ledger, ledger.digest != migration.digest {
      return .of("it has another plan under the name \(migration.name), digest \(ledger.digest.prefix(12))")
    }
    let accounts = try accounts(of: rollout, plan: plan)
    return accounts.stranger(in: ledger) ?? accounts.missing(in: ledger)
  }

  /// The plan as the journal keeps it.
  func keptPlan(of migration: MigrationRecord) throws -> Plan {
    try journal.read { reader in try plans.plan(of: migration.id, in: reader) }
  }
}
