import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

/// The steps on record of one rollout, to hold against what stands in its target's ledger.
struct LedgerAccounts: Sendable {
  /// A step that the ledger proves.
  struct Proof: Sendable, Hashable {
    var phase: Phase
    /// In the ledger.
    var key: String
    /// On record.
    var name: String
  }

  var target: String
  /// This journal; nil before it had a name.
  var journal: String?
  var proofs: [Proof]
  /// Of every try, oldest first.
  var steps: [StepRecord]
  var completed: Set<Phase>

  /// What stands there that nothing here accounts for; nil where all is in order.
  /// - Parameter besides: a step that is under way now and accounts for nothing yet.
  func stranger(in ledger: LedgerRecord?, besides: Int64? = nil) -> LedgerDisagreement? {
    guard let ledger else { return nil }
    if let journal, let other = ledger.stranger(to: journal) {
      return .strange("what stands of it in the ledger was done by another journal, \(other)", target: target)
    }
    for proof in proofs {
      guard let entry = ledger.standing(proof.phase, proof.key), !isAdopted(entry.origin) else { continue }
      if steps(of: proof, besides: besides).contains(where: \.mayHaveHappened) { continue }
      return unaccounted("\(proof.phase.rawValue) stands in the ledger")
    }
    if let backfill = ledger.backfill, !isAdopted(backfill.origin),
      !steps.contains(where: { $0.activity == .phase(.backfill) && $0.id != besides })
    {
      return unaccounted("a backfill has begun in the ledger")
    }
    return nil
  }

  /// What is on record as done and does not stand there; nil where all is in order.
  func missing(in ledger: LedgerRecord?) -> LedgerDisagreement? {
    for proof in proofs where ledger?.standing(proof.phase, proof.key) == nil {
      let isComplete = completed.contains(proof.phase)
      guard isComplete || steps(of: proof).last?.status == .done else { continue }
      let word = isComplete ? "complete" : "done"
      return .of("\(proof.phase.rawValue) is on record as \(word), but the database does not have it; was it restored?")
    }
    return nil
  }

  /// Whether expand may have been applied, by the record alone.
  var mayBeExpanded: Bool {
    guard let proof = proofs.first(where: { $0.phase == .expand }) else { return false }
    let tries = steps(of: proof)
    if tries.contains(where: { $0.status == .done || $0.status == .resolvedDone }) { return true }
    return tries.last?.status == .unknown || tries.last?.status == .intended
  }

  private func steps(of proof: Proof, besides: Int64? = nil) -> [StepRecord] {
    steps.filter { $0.activity == .phase(proof.phase) && $0.name == proof.name && $0.id != besides }
  }

  private func isAdopted(_ origin: LedgerRecord.Origin) -> Bool {
    origin.adoptedBy != nil && origin.adoptedBy == journal
  }

  private func unaccounted(_ what: String) -> LedgerDisagreement {
    .strange(
      "\(what), and no step on record here did it: another daemon did, or this journal was restored from an older copy",
      target: target)
  }
}

extension StepRecord {
  /// A failed step has changed nothing.
  var mayHaveHappened: Bool {
    switch status {
    case .intended, .done, .unknown, .resolvedDone, .resolvedNotDone: true
    case .failed: false
    }
  }
}

extension Plan {
  /// The steps of the phases that the ledger proves.
  var proofs: [LedgerAccounts.Proof] {
    Phase.allCases.compactMap { phase in
      let steps = (try? steps(of: .phase(phase), deployed: false)) ?? []
      return steps.compactMap { step in
        step.ledgerKey.map { LedgerAccounts.Proof(phase: phase, key: $0, name: step.name) }
      }.first
    }
  }
}

extension Engine {
  func accounts(of rollout: RolloutRecord, plan: Plan) throws(EngineError) -> LedgerAccounts {
    try read { reader in
      let (steps, recorded) = try reader.borneOutSteps(of: rollout)
      return LedgerAccounts(
        target: rollout.target, journal: try reader.fact(LedgerFact.journal), proofs: plan.proofs, steps: steps,
        completed: Set(recorded.completedAt.keys))
    }
  }
}
