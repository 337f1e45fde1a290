import MigrationPhases

extension JournalTransaction {
  /// Registers a plan with its files. Refused when the name is taken; ask `migration(named:)` first.
  public func insertMigration(
    name: String, digest: String, description: String, owner: String, group: String, schemaVersion: Int,
    files: [PlanFileRecord], registeredBy: RecordedActor, registeredAt: Timestamp
  ) throws(StoreError) -> MigrationRecord {
    try access.write(
      """
      INSERT INTO migration (name, digest, description, owner, group_name, schema_version, by_uid, by_user, by_pid,
        by_verb, registered_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        name, digest, description, owner, group, schemaVersion, registeredBy.uid, registeredBy.user, registeredBy.pid,
        registeredBy.verb, registeredAt.microseconds,
      ])
    let id = try access.lastInsertedID()
    for file in files {
      try access.write(
        "INSERT INTO plan_file (migration_id, path, content) VALUES (?, ?, ?)", [id, file.path, blob(file.bytes)])
    }
    return try found(migration(id: id), "migration \(id)")
  }

  /// Refused when the migration has a rollout on that target already. `state` is other than planned where a rollout
  /// is rebuilt from a target's ledger; a phase that it says is complete counts as completed at `at`.
  public func insertRollout(
    migrationID: Int64, target: String, environment: String, state: RolloutState = .planned, detail: String? = nil,
    at: Timestamp
  ) throws(StoreError) -> RolloutRecord {
    let times = Completions.first(state, at: at)
    try access.write(
      """
      INSERT INTO rollout (migration_id, target, environment, shape, activity, of_phase, attempt, halt_reason, attempts,
        detail, changed_at, expand_at, backfill_at, switch_at, contract_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        migrationID, target, environment, state.shape.rawValue, state.activity?.name, state.activity?.undoes?.rawValue,
        state.attempt, state.haltReason?.rawValue, state.attempt ?? 0, detail, at.microseconds,
        times[.expand]?.microseconds, times[.backfill]?.microseconds, times[.switch]?.microseconds,
        times[.contract]?.microseconds,
      ])
    let id = try access.lastInsertedID()
    return try found(rollout(id: id), "rollout \(id)")
  }

  /// Stores a state and what follows from it: the highest attempt, and which phases stand complete since when.
  /// Whether the state may be reached is not asked here. Appends no history.
  @discardableResult
  public func setState(
    ofRollout id: Int64, to state: RolloutState, detail: String? = nil, at: Timestamp
  ) throws(StoreError) -> RolloutRecord {
    let before = try found(rollout(id: id), "rollout \(id)")
    var after = before
    after.state = state
    after.attempts = max(before.attempts, state.attempt ?? 0)
    after.detail = detail?.storable
    after.changedAt = at
    after.completedAt = Completions.after(before.state, before.completedAt, to: state, at: at)
    let times = after.completedAt
    try access.write(
      """
      UPDATE rollout SET shape = ?, activity = ?, of_phase = ?, attempt = ?, halt_reason = ?, attempts = ?, detail = ?,
        changed_at = ?, expand_at = ?, backfill_at = ?, switch_at = ?, contract_at = ?
      WHERE id = ?
      """,
      [
        state.shape.rawValue, state.activity?.name, state.activity?.undoes?.rawValue, state.attempt,
        state.haltReason?.rawValue, after.attempts, after.detail, at.microseconds, times[.expand]?.microseconds,
        times[.backfill]?.microseconds, times[.switch]?.microseconds, times[.contract]?.microseconds, id,
      ])
    access.rollouts[id] = after
    return after
  }

  /// Replaces the last report.
  public func setProgress(_ progress: ProgressRecord) throws(StoreError) {
    try access.write(
      """
      INSERT INTO progress (rollout_id, attempt, rows_done, rows_total, rows_written, at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (rollout_id) DO UPDATE SET attempt = excluded.attempt, rows_done = excluded.rows_done,
        rows_total = excluded.rows_total, rows_written = excluded.rows_written, at = excluded.at
      """,
      [
        progress.rolloutID, progress.attempt, progress.rowsDone, progress.rowsTotal, progress.rowsWritten,
        progress.at.microseconds,
      ])
  }

  func found<T>(_ record: T?, _ what: String) throws(StoreError) -> T {
    guard let record else { throw access.missing(what) }
    return record
  }
}

extension Activity {
  /// The furthest phase that a rollback undoes; nil for a phase.
  var undoes: Phase? {
    switch self {
    case .phase: nil
    case .rollback(let phase): phase
    }
  }
}
