import MigrationPhases

extension JournalTransaction {
  /// Records the intent to do a step; commit before acting. Without `ordinal` it comes after the attempt's last.
  public func beginStep(
    ofRollout rolloutID: Int64, attempt: Int, activity: Activity, ordinal: Int? = nil, name: String, at: Timestamp
  ) throws(StoreError) -> StepRecord {
    try access.write(
      """
      INSERT INTO step (rollout_id, attempt, activity, of_phase, ordinal, name, status, started_at)
      VALUES (?1, ?2, ?3, ?4,
        coalesce(?5, (SELECT coalesce(max(ordinal), 0) + 1 FROM step WHERE rollout_id = ?1 AND attempt = ?2)),
        ?6, 'intended', ?7)
      """,
      [rolloutID, attempt, activity.name, activity.undoes?.rawValue, ordinal, name, at.microseconds])
    let id = try access.lastInsertedID()
    return try found(step(id: id), "step \(id)")
  }

  /// Records what became of a step. `intended` is refused: a step does not go back to it.
  @discardableResult
  public func endStep(
    _ id: Int64, _ status: StepStatus, detail: String? = nil, at: Timestamp
  ) throws(StoreError) -> StepRecord {
    let changed = try access.write(
      "UPDATE step SET status = ?, detail = ?, ended_at = ? WHERE id = ?",
      [status.rawValue, detail, at.microseconds, id])
    guard changed == 1 else { throw access.missing("step \(id)") }
    return try found(step(id: id), "step \(id)")
  }

  public func addRestorePoint(
    rolloutID: Int64, path: String, sha256: String, bytes: Int64, at: Timestamp
  ) throws(StoreError) -> RestorePointRecord {
    try access.write(
      "INSERT INTO restore_point (rollout_id, path, sha256, bytes, at) VALUES (?, ?, ?, ?, ?)",
      [rolloutID, path, sha256, bytes, at.microseconds])
    return RestorePointRecord(
      id: try access.lastInsertedID(), rolloutID: rolloutID, path: path, sha256: sha256, bytes: bytes, at: at)
  }
}
