import MigrationPhases

/// All tables and the history, each in the order of migration and target, to be gone through side by side. One place is
/// in memory at a time, however much there is.
struct RecordStreams {
  typealias Stream<T> = RowStream<(place: RecordPlace, record: T)>

  let entries: Stream<RecordedEntry>
  let migrations: Stream<MigrationRecord>
  let files: Stream<PlanFileRecord>
  let rollouts: Stream<RolloutRecord>
  let steps: Stream<StepRecord>
  let signOffs: Stream<SignOffRecord>
  let approvals: Stream<ApprovalRecord>
  let restorePoints: Stream<RestorePointRecord>

  init(_ access: JournalAccess) throws(StoreError) {
    entries = try access.stream(Self.entrySQL) { row in (try Self.rolloutPlace(&row), try JournalReader.recorded(&row))
    }
    migrations = try access.stream(Self.migrationSQL) { row in
      (try Self.migrationPlace(&row), try JournalReader.migration(&row))
    }
    files = try access.stream(Self.fileSQL) { row in
      (try Self.migrationPlace(&row), PlanFileRecord(path: try row.text(), bytes: try row.bytes()))
    }
    rollouts = try access.stream(Self.rolloutSQL) { row in
      (try Self.rolloutPlace(&row), try JournalReader.rollout(&row))
    }
    steps = try access.stream(Self.stepSQL) { row in (try Self.rolloutPlace(&row), try JournalReader.step(&row)) }
    signOffs = try access.stream(Self.signOffSQL) { row in
      (try Self.rolloutPlace(&row), try JournalReader.signOff(&row))
    }
    approvals = try access.stream(Self.approvalSQL) { row in
      (try Self.rolloutPlace(&row), try JournalReader.approval(&row))
    }
    restorePoints = try access.stream(Self.restorePointSQL) { row in
      (try Self.rolloutPlace(&row), try JournalReader.restorePoint(&row))
    }
  }

  /// The first place that any of them has next; nil at the end of all.
  func nextPlace() throws(StoreError) -> RecordPlace? {
    let heads = [
      try entries.peek()?.place, try migrations.peek()?.place, try files.peek()?.place, try rollouts.peek()?.place,
      try steps.peek()?.place, try signOffs.peek()?.place, try approvals.peek()?.place,
      try restorePoints.peek()?.place,
    ]
    return heads.compactMap { $0 }.min()
  }

  /// Every row of the place.
  static func take<T>(_ stream: Stream<T>, at place: RecordPlace) throws(StoreError) -> [T] {
    var rows: [T] = []
    while let row = try stream.next(if: { $0.place == place }) { rows.append(row.record) }
    return rows
  }

  private static func migrationPlace(_ row: inout RowReader) throws(StoreError) -> RecordPlace {
    RecordPlace(migration: try row.text(), target: nil)
  }

  private static func rolloutPlace(_ row: inout RowReader) throws(StoreError) -> RecordPlace {
    RecordPlace(migration: try row.text(), target: try row.textOrNil())
  }
}

/// Joined from the names on, so that every sort is an index's order.
extension RecordStreams {
  private static let entrySQL = """
    SELECT migration, target, seq, at, by_uid, by_user, by_pid, by_verb, event, phase, from_state, to_state, detail
    FROM history
    WHERE migration IS NOT NULL AND event <> 'refused' ORDER BY migration, target, seq
    """

  private static let migrationSQL = """
    SELECT name, id, name, digest, description, owner, group_name, schema_version, by_uid, by_user, by_pid, by_verb,
      registered_at
    FROM migration ORDER BY name
    """

  private static let fileSQL = """
    SELECT m.name, f.path, f.content
    FROM migration m CROSS JOIN plan_file f ON f.migration_id = m.id ORDER BY m.name, f.path
    """

  private static let rolloutSQL = """
    SELECT m.name, r.target, r.id, r.migration_id, m.name, r.target, r.environment, r.shape, r.activity, r.of_phase,
      r.attempt, r.halt_reason, r.attempts, r.detail, r.changed_at, r.expand_at, r.backfill_at, r.switch_at,
      r.contract_at
    FROM migration m CROSS JOIN rollout r ON r.migration_id = m.id ORDER BY m.name, r.target
    """

  private static let stepSQL = """
    SELECT m.name, r.target, s.id, s.rollout_id, s.attempt, s.activity, s.of_phase, s.ordinal, s.name, s.status,
      s.detail, s.started_at, s.ended_at
    FROM migration m CROSS JOIN rollout r ON r.migration_id = m.id CROSS JOIN step s ON s.rollout_id = r.id
    ORDER BY m.name, r.target, s.attempt, s.ordinal
    """

  private static let signOffSQL = """
    SELECT m.name, r.target, s.id, s.rollout_id, s.item, s.evidence, s.by_uid, s.by_user, s.by_pid, s.by_verb, s.at,
      s.expires_at
    FROM migration m CROSS JOIN rollout r ON r.migration_id = m.id CROSS JOIN sign_off s ON s.rollout_id = r.id
    ORDER BY m.name, r.target, s.id
    """

  private static let approvalSQL = """
    SELECT m.name, r.target, a.id, a.rollout_id, a.phase, a.digest, a.by_uid, a.by_user, a.by_pid, a.by_verb, a.at,
      a.expires_at, a.comment
    FROM migration m CROSS JOIN rollout r ON r.migration_id = m.id CROSS JOIN approval a ON a.rollout_id = r.id
    ORDER BY m.name, r.target, a.id
    """

  private static let restorePointSQL = """
    SELECT m.name, r.target, p.id, p.rollout_id, p.path, p.sha256, p.bytes, p.at
    FROM migration m CROSS JOIN rollout r ON r.migration_id = m.id CROSS JOIN restore_point p ON p.rollout_id = r.id
    ORDER BY m.name, r.target, p.id
    """
}
