import GRDB
import MigrationPhases

extension JournalReader {
  public final func rollout(migration: String, target: String) throws(StoreError) -> RolloutRecord? {
    let read = try access.row(
      """
      SELECT r.id, r.migration_id, m.name, r.target, r.environment, r.shape, r.activity, r.of_phase, r.attempt,
        r.halt_reason, r.attempts, r.detail, r.changed_at, r.expand_at, r.backfill_at, r.switch_at, r.contract_at
      FROM rollout r JOIN migration m ON m.id = r.migration_id
      WHERE m.name = ? AND r.target = ?
      """, [migration, target], Self.rollout)
    if let read { access.rollouts[read.id] = read }
    return read
  }

  public final func rollout(id: Int64) throws(StoreError) -> RolloutRecord? {
    if let known = access.rollouts[id] { return known }
    let read = try access.row(
      """
      SELECT r.id, r.migration_id, m.name, r.target, r.environment, r.shape, r.activity, r.of_phase, r.attempt,
        r.halt_reason, r.attempts, r.detail, r.changed_at, r.expand_at, r.backfill_at, r.switch_at, r.contract_at
      FROM rollout r JOIN migration m ON m.id = r.migration_id
      WHERE r.id = ?
      """, [id], Self.rollout)
    access.rollouts[id] = read
    return read
  }

  /// In the order in which they were made.
  public final func rollouts(ofMigration name: String) throws(StoreError) -> [RolloutRecord] {
    try access.rows(
      """
      SELECT r.id, r.migration_id, m.name, r.target, r.environment, r.shape, r.activity, r.of_phase, r.attempt,
        r.halt_reason, r.attempts, r.detail, r.changed_at, r.expand_at, r.backfill_at, r.switch_at, r.contract_at
      FROM rollout r JOIN migration m ON m.id = r.migration_id
      WHERE m.name = ? ORDER BY r.id
      """, [name], Self.rollout)
  }

  /// In the order in which they were made.
  public final func rollouts(onTarget target: String) throws(StoreError) -> [RolloutRecord] {
    try access.rows(
      """
      SELECT r.id, r.migration_id, m.name, r.target, r.environment, r.shape, r.activity, r.of_phase, r.attempt,
        r.halt_reason, r.attempts, r.detail, r.changed_at, r.expand_at, r.backfill_at, r.switch_at, r.contract_at
      FROM rollout r JOIN migration m ON m.id = r.migration_id
      WHERE r.target = ? ORDER BY r.id
      """, [target], Self.rollout)
  }

  /// Those in one of the shapes, the one that changed longest ago first.
  public final func rollouts(in shapes: [RolloutState.Shape]) throws(StoreError) -> [RolloutRecord] {
    let words = "[" + shapes.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
    return try access.rows(
      """
      SELECT r.id, r.migration_id, m.name, r.target, r.environment, r.shape, r.activity, r.of_phase, r.attempt,
        r.halt_reason, r.attempts, r.detail, r.changed_at, r.expand_at, r.backfill_at, r.switch_at, r.contract_at
      FROM rollout r JOIN migration m ON m.id = r.migration_id
      WHERE r.shape IN (SELECT value FROM json_each(?)) ORDER BY r.changed_at, r.id
      """, [words], Self.rollout)
  }

  /// All, in the order in which they were made, from the one after the id `after`.
  public final func rollouts(limit: Int = .max, after: Int64 = 0) throws(StoreError) -> [RolloutRecord] {
    try access.rows(
      """
      SELECT r.id, r.migration_id, m.name, r.target, r.environment, r.shape, r.activity, r.of_phase, r.attempt,
        r.halt_reason, r.attempts, r.detail, r.changed_at, r.expand_at, r.backfill_at, r.switch_at, r.contract_at
      FROM rollout r JOIN migration m ON m.id = r.migration_id
      WHERE r.id > ? ORDER BY r.id LIMIT ?
      """, [after, limit], Self.rollout)
  }

  static func rollout(_ row: inout RowReader) throws(StoreError) -> RolloutRecord {
    RolloutRecord(
      id: try row.integer(), migrationID: try row.integer(), migration: try row.text(), target: try row.text(),
      environment: try row.text(), state: try row.state(), attempts: try row.int(), detail: try row.textOrNil(),
      changedAt: try row.timestamp(), completedAt: try completions(&row))
  }

  /// Four columns, a phase each.
  private static func completions(_ row: inout RowReader) throws(StoreError) -> [Phase: Timestamp] {
    var times: [Phase: Timestamp] = [:]
    times[.expand] = try row.timestampOrNil()
    times[.backfill] = try row.timestampOrNil()
    times[.switch] = try row.timestampOrNil()
    times[.contract] = try row.timestampOrNil()
    return times
  }
}
