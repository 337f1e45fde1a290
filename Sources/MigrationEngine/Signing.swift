import MigrationPhases
import MigrationStore

extension Engine {
  /// Records a claim on a checklist item: on one rollout, or without `target` on every rollout of the migration.
  public func signOff(
    _ item: String, migration: String, target: String?, evidence: String, expiresIn: Duration?, by actor: RecordedActor
  ) throws(EngineError) -> [(record: SignOffRecord, rollout: RolloutRecord)] {
    guard !isStopping else { throw .stopping }
    let evidence = evidence.trimmed
    guard !evidence.isEmpty else {
      throw .invalidArgument(
        "evidence", message: "say what was done and where to see it; an empty claim does not count")
    }
    let topology = topology
    let signOffs: [(record: SignOffRecord, rollout: RolloutRecord)] = try decide { transaction in
      let found = try Self.migration(named: migration, in: transaction)
      let all = try transaction.rollouts(ofMigration: found.name)
      let meant = all.filter { target == nil || $0.target == target }
      if let target, meant.isEmpty { throw EngineError.noSuchTarget(target, known: all.map(\.target)) }
      let known = meant.reduce(into: Set<String>()) { items, rollout in
        for item in (topology.policy(of: rollout.environment)?.checklist ?? [:]).values.joined() {
          items.insert(item.name)
        }
      }.union(Policy.usualChecklist)
      guard known.contains(item) else {
        throw EngineError.invalidArgument(
          "item", message: "'\(item)' is on no checklist; items: \(known.sorted().joined(separator: ", "))")
      }
      let at = try stamp(transaction)
      return try meant.map { rollout in
        let record = try transaction.addSignOff(
          rolloutID: rollout.id, item: item, evidence: evidence, by: actor, at: at, expiresAt: expiresIn.map { at + $0 }
        )
        try HistoryLine(at: at, actor: actor, rollout: rollout).append(
          "signedOff",
          [
            "item": item, "evidence": evidence, "expiresAt": record.expiresAt.map { $0.inWords },
            "expires": record.expiresAt.exactly,
          ], to: transaction)
        return (record, rollout)
      }
    }
    changes.changed()
    return signOffs
  }

  /// Records a person's consent to one phase of one rollout, bound to the plan's digest. The gate decides who counts.
  public func approve(
    _ phase: Phase, migration: String, target: String?, comment: String?, by actor: RecordedActor
  ) throws(EngineError) -> (ApprovalRecord, RolloutRecord) {
    guard !isStopping else { throw .stopping }
    let topology = topology
    enum Answer {
      case given(ApprovalRecord, RolloutRecord)
      case own
    }
    let answer: Answer = try decide { transaction in
      let (found, rollout) = try Self.locate(migration, target: target, in: transaction)
      let line = HistoryLine(at: try stamp(transaction), actor: actor, rollout: rollout)
      let registrant = try transaction.registration(of: found.name)?.by.uid
      if found.registeredBy.uid == actor.uid || registrant == actor.uid {
        try line.append("refused", ["command": "approve", "code": "ownPlan"], phase: phase, to: transaction)
        return .own
      }
      let validFor = topology.policy(of: rollout.environment)?.approvalValidFor
      let approval = try transaction.addApproval(
        rolloutID: rollout.id, phase: phase, digest: found.digest, by: actor, at: line.at,
        expiresAt: validFor.map { line.at + $0 }, comment: comment)
      try line.append(
        "approved",
        [
          "digest": found.digest, "comment": comment, "expiresAt": approval.expiresAt.map { $0.inWords },
          "expires": approval.expiresAt.exactly,
        ], phase: phase, to: transaction)
      return .given(approval, rollout)
    }
    changes.changed()
    switch answer {
    case .given(let approval, let rollout): return (approval, rollout)
    case .own: throw .ownPlan(migration: migration, user: actor.user)
    }
  }
}

extension Timestamp? {
  /// For comparing what was recorded with what is stored: microseconds since 1970-01-01T00:00:00Z, or `never`.
  fileprivate var exactly: String { map { String($0.microseconds) } ?? "never" }
}

extension String {
  /// Without blanks at either end.
  var trimmed: String {
    var view = self[...]
    while let first = view.first, first.isWhitespace { view = view.dropFirst() }
    while let last = view.last, last.isWhitespace { view = view.dropLast() }
    return String(view)
  }
}
