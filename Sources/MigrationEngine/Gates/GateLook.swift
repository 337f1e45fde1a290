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

  static func unknown(_ phase: Phase, why: String, hasBackfill: Bool) -> GateLook {
    GateLook(
      phase: phase, latency: .unknown(why: why), ledger: .unknown(why: why), lint: .unknown(why: why),
      rowsRemaining: hasBackfill ? .unknown(why: why) : nil)
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
    guard let entry = topology.entry(named: rollout.target) else {
      return .unknown(phase, why: "the configuration has no target '\(rollout.target)'", hasBackfill: hasBackfill)
    }
    guard entry.environment == rollout.environment, topology.policy(of: rollout.environment) != nil else {
      let why =
        "the configuration has '\(rollout.target)' in environment '\(entry.environment)', "
        + "the rollout was planned in '\(rollout.environment)'"
      return .unknown(phase, why: why, hasBackfill: hasBackfill)
    }
    let target = entry.target
    var look: GateLook
    do {
      let seen = try await target.observe()
      look = GateLook(
        phase: phase, latency: .known(seen.latency), ledger: .unknown(why: "not looked at"),
        lint: .unknown(why: "not looked at"), rowsRemaining: nil)
    } catch { return .unknown(phase, why: "\(error)", hasBackfill: hasBackfill) }

    var applied = false
    do {
      let ledger = try await target.ledger(of: migration.name)
      applied = ledger?.has(phase, StepName.apply) ?? false
      look.ledger = .known(
        disagreement(of: ledger, with: rollout, of: migration, plan: plan).map { .wrong($0) } ?? .intact)
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
    return look
  }

  /// Where the target's ledger shows less than the journal has, or another plan; nil where they agree.
  private func disagreement(
    of ledger: LedgerRecord?, with rollout: RolloutRecord, of migration: MigrationRecord, plan: Plan
  ) -> String? {
    if let ledger, ledger.digest != migration.digest {
      return "it has another plan under the name \(migration.name), digest \(ledger.digest.prefix(12))"
    }
    let proofs: [(Phase, String, Bool)] = [
      (.expand, StepName.apply, true), (.backfill, StepName.rows, plan.backfill?.isProvenByLedger ?? false),
      (.contract, StepName.apply, plan.contract != nil),
    ]
    for (phase, step, isExpected) in proofs where isExpected && rollout.completedAt[phase] != nil {
      if !(ledger?.has(phase, step) ?? false) {
        return "\(phase.rawValue) is on record as complete, but the database does not have it; was it restored?"
      }
    }
    return nil
  }

  /// The plan as the journal keeps it.
  func keptPlan(of migration: MigrationRecord) throws -> Plan {
    try journal.read { reader in try plans.plan(of: migration.id, in: reader) }
  }
}

extension PlanBackfill {
  /// A program's work leaves no row in the ledger.
  var isProvenByLedger: Bool {
    switch work {
    case .update, .sql: true
    case .run: false
    }
  }
}
