import MigrationPhases

extension JournalReader {
  public final func migration(named name: String) throws(StoreError) -> MigrationRecord? {
    try access.row(
      """
      SELECT id, name, digest, description, owner, group_name, schema_version, by_uid, by_user, by_pid, by_verb,
        registered_at
      FROM migration WHERE name = ?
      """, [name], Self.migration)
  }

  public final func migration(id: Int64) throws(StoreError) -> MigrationRecord? {
    try access.row(
      """
      SELECT id, name, digest, description, owner, group_name, schema_version, by_uid, by_user, by_pid, by_verb,
        registered_at
      FROM migration WHERE id = ?
      """, [id], Self.migration)
  }

  /// The version that each plan with a rollout on the target raises to, by digest.
  public final func schemaVersions(onTarget target: String) throws(StoreError) -> [String: Int] {
    let rows = try access.rows(
      """
      SELECT migration.digest, migration.schema_version
      FROM rollout JOIN migration ON migration.id = rollout.migration_id
      WHERE rollout.target = ?
      """, [target]
    ) { row in (try row.text(), try row.int()) }
    return Dictionary(rows) { first, _ in first }
  }

  /// In the order of registration, from the one after the id `after`.
  public final func migrations(limit: Int = .max, after: Int64 = 0) throws(StoreError) -> [MigrationRecord] {
    try access.rows(
      """
      SELECT id, name, digest, description, owner, group_name, schema_version, by_uid, by_user, by_pid, by_verb,
        registered_at
      FROM migration WHERE id > ? ORDER BY id LIMIT ?
      """, [after, limit], Self.migration)
  }

  /// The plan as it was registered, by path.
  public final func planFiles(ofMigration id: Int64) throws(StoreError) -> [PlanFileRecord] {
    try access.rows("SELECT path, content FROM plan_file WHERE migration_id = ? ORDER BY path", [id]) { row in
      PlanFileRecord(path: try row.text(), bytes: try row.bytes())
    }
  }

  static func migration(_ row: inout RowReader) throws(StoreError) -> MigrationRecord {
    MigrationRecord(
      id: try row.integer(), name: try row.text(), digest: try row.text(), description: try row.text(),
      owner: try row.text(), group: try row.text(), schemaVersion: try row.int(), registeredBy: try row.actor(),
      registeredAt: try row.timestamp())
  }
}
