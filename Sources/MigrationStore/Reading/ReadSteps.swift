import GRDB
import MigrationPhases

extension JournalReader {
  /// The steps of one attempt in their order; nil asks for the last attempt that recorded a step.
  public final func steps(ofRollout id: Int64, attempt: Int? = nil) throws(StoreError) -> [StepRecord] {
    try access.rows(
      """
      SELECT id, rollout_id, attempt, activity, of_phase, ordinal, name, status, detail, started_at, ended_at
      FROM step
      WHERE rollout_id = ?1
        AND attempt = coalesce(?2, (SELECT max(attempt) FROM step WHERE rollout_id = ?1))
      ORDER BY ordinal
      """, [id, attempt], Self.step)
  }

  /// The steps of every attempt, oldest first.
  public final func allSteps(ofRollout id: Int64) throws(StoreError) -> [StepRecord] {
    try access.rows(
      """
      SELECT id, rollout_id, attempt, activity, of_phase, ordinal, name, status, detail, started_at, ended_at
      FROM step WHERE rollout_id = ? ORDER BY attempt, ordinal
      """, [id], Self.step)
  }

  public final func step(id: Int64) throws(StoreError) -> StepRecord? {
    try access.row(
      """
      SELECT id, rollout_id, attempt, activity, of_phase, ordinal, name, status, detail, started_at, ended_at
      FROM step WHERE id = ?
      """, [id], Self.step)
  }

  public final func restorePoints(ofRollout id: Int64) throws(StoreError) -> [RestorePointRecord] {
    try access.rows(
      "SELECT id, rollout_id, path, sha256, bytes, at FROM restore_point WHERE rollout_id = ? ORDER BY id", [id],
      Self.restorePoint)
  }

  /// The last report; nil before the first.
  public final func progress(ofRollout id: Int64) throws(StoreError) -> ProgressRecord? {
    try access.row(
      "SELECT rollout_id, attempt, rows_done, rows_total, rows_written, at FROM progress WHERE rollout_id = ?", [id]
    ) { row in
      ProgressRecord(
        rolloutID: try row.integer(), attempt: try row.int(), rowsDone: try row.int(), rowsTotal: try row.int(),
        rowsWritten: try row.int(), at: try row.timestamp())
    }
  }

  static func step(_ row: inout RowReader) throws(StoreError) -> StepRecord {
    StepRecord(
      id: try row.integer(), rolloutID: try row.integer(), attempt: try row.int(), activity: try row.activity(),
      ordinal: try row.int(), name: try row.text(), status: try row.word(), detail: try row.textOrNil(),
      startedAt: try row.timestamp(), endedAt: try row.timestampOrNil())
  }

  static func restorePoint(_ row: inout RowReader) throws(StoreError) -> RestorePointRecord {
    RestorePointRecord(
      id: try row.integer(), rolloutID: try row.integer(), path: try row.text(), sha256: try row.text(),
      bytes: try row.integer(), at: try row.timestamp())
  }
}
