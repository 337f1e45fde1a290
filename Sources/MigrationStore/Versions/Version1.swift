extension SchemaVersion {
  /// Migrations, rollouts and their steps, sign-offs, approvals, freezes, and the chained history.
  static let version1 = SchemaVersion(
    number: 1,
    sql: """
      CREATE TABLE migration (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (name <> ''),
        digest TEXT NOT NULL CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
        description TEXT NOT NULL,
        owner TEXT NOT NULL,
        group_name TEXT NOT NULL,
        schema_version INTEGER NOT NULL,
        by_uid INTEGER NOT NULL,
        by_user TEXT NOT NULL,
        by_pid INTEGER NOT NULL,
        by_verb TEXT NOT NULL,
        registered_at INTEGER NOT NULL
      ) STRICT;
      CREATE TRIGGER migration_never_changes BEFORE UPDATE ON migration
      BEGIN SELECT RAISE(ABORT, 'a registered migration never changes'); END;
      CREATE TRIGGER migration_is_kept BEFORE DELETE ON migration
      BEGIN SELECT RAISE(ABORT, 'a registered migration is never deleted'); END;

      CREATE TABLE plan_file (
        id INTEGER PRIMARY KEY,
        migration_id INTEGER NOT NULL REFERENCES migration (id),
        path TEXT NOT NULL CHECK (path <> ''),
        content BLOB NOT NULL,
        UNIQUE (migration_id, path)
      ) STRICT;
      CREATE TRIGGER plan_file_never_changes BEFORE UPDATE ON plan_file
      BEGIN SELECT RAISE(ABORT, 'a registered plan file never changes'); END;
      CREATE TRIGGER plan_file_is_kept BEFORE DELETE ON plan_file
      BEGIN SELECT RAISE(ABORT, 'a registered plan file is never deleted'); END;

      CREATE TABLE rollout (
        id INTEGER PRIMARY KEY,
        migration_id INTEGER NOT NULL REFERENCES migration (id),
        target TEXT NOT NULL CHECK (target <> ''),
        environment TEXT NOT NULL CHECK (environment <> ''),
        shape TEXT NOT NULL,
        activity TEXT,
        of_phase TEXT,
        attempt INTEGER,
        halt_reason TEXT,
        attempts INTEGER NOT NULL,
        detail TEXT,
        changed_at INTEGER NOT NULL,
        switched_at INTEGER,
        UNIQUE (migration_id, target),
        CONSTRAINT shape_is_known CHECK (
          shape IN ('planned', 'queued', 'running', 'paused', 'completed', 'halted', 'cancelled', 'rolledBack')),
        CONSTRAINT activity_is_known CHECK (
          activity IS NULL OR activity IN ('expand', 'backfill', 'switch', 'contract', 'rollback')),
        CONSTRAINT rollback_names_its_phase CHECK (
          CASE WHEN activity IS 'rollback'
            THEN of_phase IS NOT NULL AND of_phase IN ('expand', 'backfill', 'switch')
            ELSE of_phase IS NULL END),
        CONSTRAINT activity_fits_shape CHECK (
          CASE shape
            WHEN 'planned' THEN activity IS NULL
            WHEN 'cancelled' THEN activity IS NULL
            WHEN 'rolledBack' THEN activity IS NULL
            WHEN 'paused' THEN activity IS NOT NULL AND activity <> 'rollback'
            WHEN 'completed' THEN activity IS NOT NULL AND activity <> 'rollback'
            ELSE activity IS NOT NULL END),
        CONSTRAINT running_has_an_attempt CHECK ((shape = 'running') = (attempt IS NOT NULL)),
        CONSTRAINT attempt_is_counted CHECK (attempts >= 0 AND (attempt IS NULL OR attempt BETWEEN 1 AND attempts)),
        CONSTRAINT halted_has_a_reason CHECK ((shape = 'halted') = (halt_reason IS NOT NULL)),
        CONSTRAINT reason_is_known CHECK (
          halt_reason IS NULL
          OR halt_reason IN ('failed', 'outcomeUnknown', 'stopped', 'gatesUnmet', 'ledgerWentBack')),
        CONSTRAINT waiting_has_a_start CHECK (
          NOT (shape = 'completed' AND activity IS 'switch') OR switched_at IS NOT NULL)
      ) STRICT;
      CREATE INDEX rollout_by_shape ON rollout (shape, changed_at);
      CREATE INDEX rollout_by_target ON rollout (target);
      CREATE TRIGGER rollout_stays_itself BEFORE UPDATE OF id, migration_id, target, environment ON rollout
      BEGIN SELECT RAISE(ABORT, 'a rollout keeps its migration, target and environment'); END;
      CREATE TRIGGER rollout_is_kept BEFORE DELETE ON rollout
      BEGIN SELECT RAISE(ABORT, 'a rollout is never deleted'); END;

      CREATE TABLE step (
        id INTEGER PRIMARY KEY,
        rollout_id INTEGER NOT NULL REFERENCES rollout (id),
        attempt INTEGER NOT NULL CHECK (attempt >= 1),
        activity TEXT NOT NULL CHECK (activity IN ('expand', 'backfill', 'switch', 'contract', 'rollback')),
        of_phase TEXT,
        ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
        name TEXT NOT NULL CHECK (name <> ''),
        status TEXT NOT NULL CHECK (
          status IN ('intended', 'done', 'failed', 'unknown', 'resolvedDone', 'resolvedNotDone')),
        detail TEXT,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        UNIQUE (rollout_id, attempt, ordinal),
        CONSTRAINT rollback_names_its_phase CHECK (
          CASE WHEN activity = 'rollback'
            THEN of_phase IS NOT NULL AND of_phase IN ('expand', 'backfill', 'switch')
            ELSE of_phase IS NULL END),
        CONSTRAINT intended_has_not_ended CHECK ((status = 'intended') = (ended_at IS NULL))
      ) STRICT;
      CREATE TRIGGER step_is_kept BEFORE DELETE ON step
      BEGIN SELECT RAISE(ABORT, 'a recorded step is never deleted'); END;

      CREATE TABLE sign_off (
        id INTEGER PRIMARY KEY,
        rollout_id INTEGER NOT NULL REFERENCES rollout (id),
        item TEXT NOT NULL CHECK (item <> ''),
        evidence TEXT NOT NULL,
        by_uid INTEGER NOT NULL,
        by_user TEXT NOT NULL,
        by_pid INTEGER NOT NULL,
        by_verb TEXT NOT NULL,
        at INTEGER NOT NULL,
        expires_at INTEGER
      ) STRICT;
      CREATE INDEX sign_off_by_rollout ON sign_off (rollout_id);
      CREATE TRIGGER sign_off_never_changes BEFORE UPDATE ON sign_off
      BEGIN SELECT RAISE(ABORT, 'a sign-off never changes; a later one takes its place'); END;
      CREATE TRIGGER sign_off_is_kept BEFORE DELETE ON sign_off
      BEGIN SELECT RAISE(ABORT, 'a sign-off is never deleted'); END;

      CREATE TABLE approval (
        id INTEGER PRIMARY KEY,
        rollout_id INTEGER NOT NULL REFERENCES rollout (id),
        phase TEXT NOT NULL CHECK (phase IN ('expand', 'backfill', 'switch', 'contract')),
        digest TEXT NOT NULL CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
        by_uid INTEGER NOT NULL,
        by_user TEXT NOT NULL,
        by_pid INTEGER NOT NULL,
        by_verb TEXT NOT NULL,
        at INTEGER NOT NULL,
        expires_at INTEGER,
        comment TEXT
      ) STRICT;
      CREATE INDEX approval_by_rollout ON approval (rollout_id);
      CREATE TRIGGER approval_never_changes BEFORE UPDATE ON approval
      BEGIN SELECT RAISE(ABORT, 'an approval never changes'); END;
      CREATE TRIGGER approval_is_kept BEFORE DELETE ON approval
      BEGIN SELECT RAISE(ABORT, 'an approval is never deleted'); END;

      CREATE TABLE freeze (
        id INTEGER PRIMARY KEY,
        reason TEXT NOT NULL,
        by_uid INTEGER NOT NULL,
        by_user TEXT NOT NULL,
        by_pid INTEGER NOT NULL,
        by_verb TEXT NOT NULL,
        at INTEGER NOT NULL,
        lifted_by_uid INTEGER,
        lifted_by_user TEXT,
        lifted_by_pid INTEGER,
        lifted_by_verb TEXT,
        lifted_at INTEGER,
        CONSTRAINT lifted_whole_or_not_at_all CHECK (
          (lifted_at IS NULL) = (lifted_by_uid IS NULL)
          AND (lifted_at IS NULL) = (lifted_by_user IS NULL)
          AND (lifted_at IS NULL) = (lifted_by_pid IS NULL)
          AND (lifted_at IS NULL) = (lifted_by_verb IS NULL))
      ) STRICT;
      CREATE INDEX freeze_in_force ON freeze (id) WHERE lifted_at IS NULL;
      CREATE TRIGGER freeze_is_lifted_once BEFORE UPDATE ON freeze
      WHEN OLD.lifted_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.reason <> OLD.reason OR NEW.at <> OLD.at
        OR NEW.by_uid <> OLD.by_uid OR NEW.by_user <> OLD.by_user
      BEGIN SELECT RAISE(ABORT, 'a freeze can be lifted, once, and changes in no other way'); END;
      CREATE TRIGGER freeze_is_kept BEFORE DELETE ON freeze
      BEGIN SELECT RAISE(ABORT, 'a freeze is never deleted'); END;

      CREATE TABLE history (
        seq INTEGER PRIMARY KEY CHECK (seq >= 1),
        at INTEGER NOT NULL,
        by_uid INTEGER NOT NULL,
        by_user TEXT NOT NULL,
        by_pid INTEGER NOT NULL,
        by_verb TEXT NOT NULL,
        event TEXT NOT NULL CHECK (event <> ''),
        migration TEXT,
        target TEXT,
        phase TEXT CHECK (phase IS NULL OR phase IN ('expand', 'backfill', 'switch', 'contract')),
        from_state TEXT,
        to_state TEXT,
        detail TEXT NOT NULL CHECK (json_valid(detail)),
        previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
      ) STRICT;
      CREATE INDEX history_by_at ON history (at);
      CREATE INDEX history_by_migration ON history (migration) WHERE migration IS NOT NULL;
      CREATE INDEX history_by_target ON history (target) WHERE target IS NOT NULL;
      CREATE INDEX history_by_user ON history (by_user);
      CREATE INDEX history_by_event ON history (event);

      CREATE TABLE history_head (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        seq INTEGER NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32)
      ) STRICT;
      INSERT INTO history_head (one, seq, hash) VALUES (1, 0, zeroblob(32));

      CREATE TRIGGER history_goes_on BEFORE INSERT ON history
      WHEN NEW.seq IS NOT (SELECT seq + 1 FROM history_head)
        OR NEW.previous_hash IS NOT (SELECT hash FROM history_head)
      BEGIN SELECT RAISE(ABORT, 'a history entry follows the last one, without a gap'); END;
      CREATE TRIGGER history_time_goes_on BEFORE INSERT ON history
      WHEN NEW.at < (SELECT at FROM history ORDER BY seq DESC LIMIT 1)
      BEGIN SELECT RAISE(ABORT, 'a history entry is not earlier than the last one'); END;
      CREATE TRIGGER history_head_follows AFTER INSERT ON history
      BEGIN UPDATE history_head SET seq = NEW.seq, hash = NEW.hash; END;
      CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
      BEGIN SELECT RAISE(ABORT, 'history never changes'); END;
      CREATE TRIGGER history_is_kept BEFORE DELETE ON history
      BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
      CREATE TRIGGER history_head_goes_on BEFORE UPDATE ON history_head
      WHEN NEW.seq <> OLD.seq + 1
      BEGIN SELECT RAISE(ABORT, 'the head of the history moves by one entry'); END;
      CREATE TRIGGER history_head_is_kept BEFORE DELETE ON history_head
      BEGIN SELECT RAISE(ABORT, 'the head of the history is never deleted'); END;
      """)
}
