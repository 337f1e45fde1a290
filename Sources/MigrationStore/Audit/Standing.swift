import MigrationPhases

/// Where a rollout stands by its history, and which of the consents on record the history bears out.
public struct Standing: Sendable {
  public var recorded: RecordedRollout
  public var signOffs: [SignOffRecord]
  public var approvals: [ApprovalRecord]
  /// On record, and not as any entry says it.
  public var doubtfulSignOffs: [SignOffRecord]
  public var doubtfulApprovals: [ApprovalRecord]
}

extension JournalReader {
  /// What decisions go by. Reads the entries of this rollout and of no other.
  public final func standing(of rollout: RolloutRecord) throws(StoreError) -> Standing {
    let (signOffs, approvals) = (try signOffs(ofRollout: rollout.id), try approvals(ofRollout: rollout.id))
    var audit = try audit(of: rollout)
    audit.compare(signOffs: signOffs)
    audit.compare(approvals: approvals)
    let (goodSignOffs, goodApprovals) = (Set(audit.signOffs.map(\.id)), Set(audit.approvals.map(\.id)))
    return Standing(
      recorded: audit.recorded, signOffs: audit.signOffs, approvals: audit.approvals,
      doubtfulSignOffs: signOffs.filter { !goodSignOffs.contains($0.id) },
      doubtfulApprovals: approvals.filter { !goodApprovals.contains($0.id) })
  }

  /// The steps of every attempt that the history bears out, and the history itself.
  public final func borneOutSteps(
    of rollout: RolloutRecord
  ) throws(StoreError) -> (steps: [StepRecord], recorded: RecordedRollout) {
    var audit = try audit(of: rollout)
    audit.compare(steps: try allSteps(ofRollout: rollout.id))
    return (audit.steps, audit.recorded)
  }

  private func audit(of rollout: RolloutRecord) throws(StoreError) -> RolloutAudit {
    RolloutAudit(
      migration: rollout.migration, target: rollout.target,
      recorded: try recorded(migration: rollout.migration, target: rollout.target), olderUntil: try olderUntil())
  }
}
