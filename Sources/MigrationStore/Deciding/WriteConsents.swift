import MigrationPhases

extension JournalTransaction {
  /// Counts for its item from now on, in place of an earlier one.
  public func addSignOff(
    rolloutID: Int64, item: String, evidence: String, by actor: RecordedActor, at: Timestamp, expiresAt: Timestamp?
  ) throws(StoreError) -> SignOffRecord {
    try access.write(
      """
      INSERT INTO sign_off (rollout_id, item, evidence, by_uid, by_user, by_pid, by_verb, at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        rolloutID, item, evidence, actor.uid, actor.user, actor.pid, actor.verb, at.microseconds,
        expiresAt?.microseconds,
      ])
    return SignOffRecord(
      id: try access.lastInsertedID(), rolloutID: rolloutID, item: item, evidence: evidence, by: actor, at: at,
      expiresAt: expiresAt)
  }

  public func addApproval(
    rolloutID: Int64, phase: Phase, digest: String, by actor: RecordedActor, at: Timestamp, expiresAt: Timestamp?,
    comment: String?
  ) throws(StoreError) -> ApprovalRecord {
    try access.write(
      """
      INSERT INTO approval (rollout_id, phase, digest, by_uid, by_user, by_pid, by_verb, at, expires_at, comment)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        rolloutID, phase.rawValue, digest, actor.uid, actor.user, actor.pid, actor.verb, at.microseconds,
        expiresAt?.microseconds, comment,
      ])
    return ApprovalRecord(
      id: try access.lastInsertedID(), rolloutID: rolloutID, phase: phase, digest: digest, by: actor, at: at,
      expiresAt: expiresAt, comment: comment)
  }

  public func addFreeze(reason: String, by actor: RecordedActor, at: Timestamp) throws(StoreError) -> FreezeRecord {
    try access.write(
      "INSERT INTO freeze (reason, by_uid, by_user, by_pid, by_verb, at) VALUES (?, ?, ?, ?, ?, ?)",
      [reason, actor.uid, actor.user, actor.pid, actor.verb, at.microseconds])
    return FreezeRecord(
      id: try access.lastInsertedID(), reason: reason, by: actor, at: at, liftedBy: nil, liftedAt: nil)
  }

  /// Refused when it was lifted before.
  public func liftFreeze(_ id: Int64, by actor: RecordedActor, at: Timestamp) throws(StoreError) {
    let changed = try access.write(
      """
      UPDATE freeze SET lifted_by_uid = ?, lifted_by_user = ?, lifted_by_pid = ?, lifted_by_verb = ?, lifted_at = ?
      WHERE id = ?
      """, [actor.uid, actor.user, actor.pid, actor.verb, at.microseconds, id])
    guard changed == 1 else { throw access.missing("freeze \(id)") }
  }
}
