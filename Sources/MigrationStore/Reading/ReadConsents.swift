import GRDB
import MigrationPhases

extension JournalReader {
  /// All that were ever given, oldest first.
  public final func signOffs(ofRollout id: Int64) throws(StoreError) -> [SignOffRecord] {
    try access.rows(
      """
      SELECT id, rollout_id, item, evidence, by_uid, by_user, by_pid, by_verb, at, expires_at
      FROM sign_off WHERE rollout_id = ? ORDER BY id
      """, [id], Self.signOff)
  }

  /// For each item the one that counts: the last, whether or not it has expired. By item.
  public final func standingSignOffs(ofRollout id: Int64) throws(StoreError) -> [SignOffRecord] {
    try access.rows(
      """
      SELECT id, rollout_id, item, evidence, by_uid, by_user, by_pid, by_verb, at, expires_at
      FROM sign_off WHERE id IN (SELECT max(id) FROM sign_off WHERE rollout_id = ? GROUP BY item) ORDER BY item
      """, [id], Self.signOff)
  }

  /// All that were ever given, for every phase and digest, oldest first.
  public final func approvals(ofRollout id: Int64) throws(StoreError) -> [ApprovalRecord] {
    try access.rows(
      """
      SELECT id, rollout_id, phase, digest, by_uid, by_user, by_pid, by_verb, at, expires_at, comment
      FROM approval WHERE rollout_id = ? ORDER BY id
      """, [id], Self.approval)
  }

  /// Those in force, oldest first.
  public final func activeFreezes() throws(StoreError) -> [FreezeRecord] {
    try access.rows(
      """
      SELECT id, reason, by_uid, by_user, by_pid, by_verb, at, lifted_by_uid, lifted_by_user, lifted_by_pid,
        lifted_by_verb, lifted_at
      FROM freeze WHERE lifted_at IS NULL ORDER BY id
      """, [], Self.freeze)
  }

  /// All that ever were, oldest first.
  public final func freezes() throws(StoreError) -> [FreezeRecord] {
    try access.rows(
      """
      SELECT id, reason, by_uid, by_user, by_pid, by_verb, at, lifted_by_uid, lifted_by_user, lifted_by_pid,
        lifted_by_verb, lifted_at
      FROM freeze ORDER BY id
      """, [], Self.freeze)
  }

  static func signOff(_ row: inout RowReader) throws(StoreError) -> SignOffRecord {
    SignOffRecord(
      id: try row.integer(), rolloutID: try row.integer(), item: try row.text(), evidence: try row.text(),
      by: try row.actor(), at: try row.timestamp(), expiresAt: try row.timestampOrNil())
  }

  static func approval(_ row: inout RowReader) throws(StoreError) -> ApprovalRecord {
    ApprovalRecord(
      id: try row.integer(), rolloutID: try row.integer(), phase: try row.word(), digest: try row.text(),
      by: try row.actor(), at: try row.timestamp(), expiresAt: try row.timestampOrNil(),
      comment: try row.textOrNil())
  }

  static func freeze(_ row: inout RowReader) throws(StoreError) -> FreezeRecord {
    FreezeRecord(
      id: try row.integer(), reason: try row.text(), by: try row.actor(), at: try row.timestamp(),
      liftedBy: try row.actorOrNil(), liftedAt: try row.timestampOrNil())
  }
}
