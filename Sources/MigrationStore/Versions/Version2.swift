extension SchemaVersion {
  /// The completion time of every phase, restore points, progress, and facts.
  static let version2 = SchemaVersion(
    number: 2,
    sql: """
      ALTER TABLE rollout RENAME COLUMN switched_at TO switch_at;
      ALTER TABLE rollout ADD COLUMN expand_at INTEGER;
      ALTER TABLE rollout ADD COLUMN backfill_at INTEGER;
      ALTER TABLE rollout ADD COLUMN contract_at INTEGER;

      -- Version 1 kept these times in the history only.
      UPDATE rollout SET
        expand_at = (
          SELECT max(at) FROM history
          WHERE migration = (SELECT name FROM migration WHERE id = rollout.migration_id)
            AND target = rollout.target AND to_state = 'completed(expand)'),
        backfill_at = (
          SELECT max(at) FROM history
          WHERE migration = (SELECT name FROM migration WHERE id = rollout.migration_id)
            AND target = rollout.target AND to_state = 'completed(backfill)'),
        contract_at = (
          SELECT max(at) FROM history
          WHERE migration = (SELECT name FROM migration WHERE id = rollout.migration_id)
            AND target = rollout.target AND to_state = 'completed(contract)')
      WHERE shape NOT IN ('planned', 'cancelled', 'rolledBack');

      CREATE TABLE restore_point (
        id INTEGER PRIMARY KEY,
        rollout_id INTEGER NOT NULL REFERENCES rollout (id),
        path TEXT NOT NULL CHECK (path <> ''),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        bytes INTEGER NOT NULL CHECK (bytes >= 0),
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX restore_point_by_rollout ON restore_point (rollout_id);
      CREATE TRIGGER restore_point_never_changes BEFORE UPDATE ON restore_point
      BEGIN SELECT RAISE(ABORT, 'a restore point on record never changes'); END;
      CREATE TRIGGER restore_point_is_kept BEFORE DELETE ON restore_point
      BEGIN SELECT RAISE(ABORT, 'a restore point on record is never deleted'); END;

      CREATE TABLE progress (
        rollout_id INTEGER PRIMARY KEY REFERENCES rollout (id),
        attempt INTEGER NOT NULL CHECK (attempt >= 1),
        rows_done INTEGER NOT NULL CHECK (rows_done >= 0),
        rows_total INTEGER NOT NULL CHECK (rows_total >= 0),
        rows_written INTEGER NOT NULL CHECK (rows_written >= 0),
        at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE fact (
        key TEXT PRIMARY KEY CHECK (key <> ''),
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      """)
}
