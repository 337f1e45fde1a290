PRAGMA application_id = 1296648018;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO "approval" VALUES(1,2,'expand','64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525',1001,'bob',42,'approve',1700000040000000,NULL,'fine');
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
INSERT INTO "freeze" VALUES(1,'quarter end',1001,'bob',42,'approve',1700000003000000,1000,'alice',41,'register',1700000004000000);
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
INSERT INTO "history" VALUES(1,1700000000000000,1000,'alice',41,'register','register','add-full-name',NULL,NULL,NULL,NULL,'{"digest":"64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'158787D07F0278258397CD1E1F0B979CCAD7D7F6C28006964037230D120D045E');
INSERT INTO "history" VALUES(2,1700000001000000,1000,'alice',41,'register','register','drop-fax',NULL,NULL,NULL,NULL,'{}',X'158787D07F0278258397CD1E1F0B979CCAD7D7F6C28006964037230D120D045E',X'CA318BC8419F27A167113D82946C2035DCE7634DFF199315BFCA09ED586B1775');
INSERT INTO "history" VALUES(3,1700000002000000,1001,'bob',42,'approve','sign-off','add-full-name','staging-1',NULL,NULL,NULL,'{"item":"backup"}',X'CA318BC8419F27A167113D82946C2035DCE7634DFF199315BFCA09ED586B1775',X'81BE7359491E8AEB438BEAA3B4AB56DD62645663E7BC37979ECFA1E443F199D3');
INSERT INTO "history" VALUES(4,1700000003000000,1001,'bob',42,'approve','freeze',NULL,NULL,NULL,NULL,NULL,'{"reason":"quarter end"}',X'81BE7359491E8AEB438BEAA3B4AB56DD62645663E7BC37979ECFA1E443F199D3',X'FD9BBA3339C39B891AB7C4AE8CE1B812FF75AE9C2E14CD8997C158AFF48DB759');
INSERT INTO "history" VALUES(5,1700000004000000,1000,'alice',41,'register','unfreeze',NULL,NULL,NULL,NULL,NULL,'{}',X'FD9BBA3339C39B891AB7C4AE8CE1B812FF75AE9C2E14CD8997C158AFF48DB759',X'0BA771F0A3E5E56B1AE9240B2A3090547EE9DF90AE742E894780967C4844D1C1');
INSERT INTO "history" VALUES(6,1700000009000000,1000,'alice',41,'register','advance','add-full-name','staging-1','expand','planned','queued(expand)','{}',X'0BA771F0A3E5E56B1AE9240B2A3090547EE9DF90AE742E894780967C4844D1C1',X'DA383B4CBB67CBFAFE9912FDD3C965390A10910323A097BDFCCA94F637B3F630');
INSERT INTO "history" VALUES(7,1700000010000000,0,'root',7,'daemon','began','add-full-name','staging-1','expand','queued(expand)','running(expand, 1)','{}',X'DA383B4CBB67CBFAFE9912FDD3C965390A10910323A097BDFCCA94F637B3F630',X'3F6A35C565EA0BE7F6CE89D8DCACC068C5893B8823516B6660573EA7136C0DE2');
INSERT INTO "history" VALUES(8,1700000020000000,0,'root',7,'daemon','finished','add-full-name','staging-1','expand','running(expand, 1)','completed(expand)','{}',X'3F6A35C565EA0BE7F6CE89D8DCACC068C5893B8823516B6660573EA7136C0DE2',X'D1DFEBE18F6EB7609F49B579B2C5573ADED3266D23D1B08D99C17FFA33B0FF70');
INSERT INTO "history" VALUES(9,1700000030000000,1000,'alice',41,'register','advance','add-full-name','staging-1','backfill','completed(expand)','queued(backfill)','{}',X'D1DFEBE18F6EB7609F49B579B2C5573ADED3266D23D1B08D99C17FFA33B0FF70',X'52CADD74E1A091F32C552794C3226C325F88377863DFDA8E272E98513484B9E3');
INSERT INTO "history" VALUES(10,1700000031000000,0,'root',7,'daemon','began','add-full-name','staging-1','backfill','queued(backfill)','running(backfill, 2)','{}',X'52CADD74E1A091F32C552794C3226C325F88377863DFDA8E272E98513484B9E3',X'E6F125AB0EA8B683670D5E2C9E026B018DC631F0A21DC307F2B3D3F3B2618CD1');
INSERT INTO "history" VALUES(11,1700000039000000,0,'root',7,'daemon','finished','add-full-name','staging-1','backfill','running(backfill, 2)','completed(backfill)','{}',X'E6F125AB0EA8B683670D5E2C9E026B018DC631F0A21DC307F2B3D3F3B2618CD1',X'AC8CC6E1F03976F6E49DA7FF0F99B5CB18E01767520575D6EF55788078ECAD01');
INSERT INTO "history" VALUES(12,1700000040000000,1001,'bob',42,'approve','approve','add-full-name','production-1','expand',NULL,NULL,'{"comment":"fine"}',X'AC8CC6E1F03976F6E49DA7FF0F99B5CB18E01767520575D6EF55788078ECAD01',X'419948CC3AC631F35C1273F220C5C85C0BE7F00F71314F4AE8BED2D2BA821017');
INSERT INTO "history" VALUES(13,1700000041000000,1000,'alice',41,'register','advance','add-full-name','production-1','expand','planned','queued(expand)','{}',X'419948CC3AC631F35C1273F220C5C85C0BE7F00F71314F4AE8BED2D2BA821017',X'9B9D194F3958AC74AB2667138E56CC8F1B4CACC266ACC1EB1A7901C126062A21');
INSERT INTO "history" VALUES(14,1700000042000000,0,'root',7,'daemon','began','add-full-name','production-1','expand','queued(expand)','running(expand, 1)','{}',X'9B9D194F3958AC74AB2667138E56CC8F1B4CACC266ACC1EB1A7901C126062A21',X'E949F42B893431394E66D2E4855BD21A020675570C6162118020F227B9BE6A97');
INSERT INTO "history" VALUES(15,1700000060000000,0,'root',7,'daemon','finished','add-full-name','production-1','expand','running(expand, 1)','completed(expand)','{}',X'E949F42B893431394E66D2E4855BD21A020675570C6162118020F227B9BE6A97',X'FBB43D45DDAFF4C3CA829612DAAD5B9CF53EA6617F19747F09EFD024C4626609');
INSERT INTO "history" VALUES(16,1700000061000000,1000,'alice',41,'register','advance','add-full-name','production-1','backfill','completed(expand)','queued(backfill)','{}',X'FBB43D45DDAFF4C3CA829612DAAD5B9CF53EA6617F19747F09EFD024C4626609',X'099C4315BEEE1464A27E16C3ACB8C668038640163C3F8DECEF664B2A02E91951');
INSERT INTO "history" VALUES(17,1700000070000000,0,'root',7,'daemon','began','add-full-name','production-1','backfill','queued(backfill)','running(backfill, 2)','{}',X'099C4315BEEE1464A27E16C3ACB8C668038640163C3F8DECEF664B2A02E91951',X'97FEF041BE129498CEBD5CDB6FEA56B30AE72E061950A5270A5A2CAACE3240E2');
INSERT INTO "history" VALUES(18,1700000080000000,0,'root',7,'daemon','failed','add-full-name','production-1','backfill','running(backfill, 2)','halted(backfill, failed)','{"why":"Zeile 7: schon vergeben, Größe 3 ≠ 4"}',X'97FEF041BE129498CEBD5CDB6FEA56B30AE72E061950A5270A5A2CAACE3240E2',X'9216E613B179E3A3E3C9344E7D8149E187E45FA4EC9D2E5177086D46170C0A4A');
INSERT INTO "history" VALUES(19,1700000081000000,1000,'alice',41,'register','advance','add-full-name','staging-1','switch','completed(backfill)','queued(switch)','{}',X'9216E613B179E3A3E3C9344E7D8149E187E45FA4EC9D2E5177086D46170C0A4A',X'8DE33DBC128FFABF5F745FC9A342B23C14E9CD594BEEB00786D69EAB4BBE5C6A');
INSERT INTO "history" VALUES(20,1700000082000000,0,'root',7,'daemon','began','add-full-name','staging-1','switch','queued(switch)','running(switch, 3)','{}',X'8DE33DBC128FFABF5F745FC9A342B23C14E9CD594BEEB00786D69EAB4BBE5C6A',X'9C7FF90A9B2FF8D0CF0DCA812A2A5BDB6B47AC7DF3A4C8884817A7BC78310998');
INSERT INTO "history" VALUES(21,1700000090000000,0,'root',7,'daemon','finished','add-full-name','staging-1','switch','running(switch, 3)','completed(switch)','{}',X'9C7FF90A9B2FF8D0CF0DCA812A2A5BDB6B47AC7DF3A4C8884817A7BC78310998',X'A86E907DA7F878E1F155B204678A2FBF737F6B7FDE7B357F4BC7F8C101019786');
CREATE TABLE history_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO "history_head" VALUES(1,21,X'A86E907DA7F878E1F155B204678A2FBF737F6B7FDE7B357F4BC7F8C101019786');
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
INSERT INTO "migration" VALUES(1,'add-full-name','64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525','Names in one column','crm','people',2,1000,'alice',41,'register',1700000000000000);
INSERT INTO "migration" VALUES(2,'drop-fax','4af4e217c06a9b00b977575ac8f4018b162f570703da2e818e84ac77297c0433','No more fax','crm','people',3,1000,'alice',41,'register',1700000001000000);
CREATE TABLE plan_file (
  id INTEGER PRIMARY KEY,
  migration_id INTEGER NOT NULL REFERENCES migration (id),
  path TEXT NOT NULL CHECK (path <> ''),
  content BLOB NOT NULL,
  UNIQUE (migration_id, path)
) STRICT;
INSERT INTO "plan_file" VALUES(1,1,'migration.yaml',X'6E616D653A206164642D66756C6C2D6E616D650A');
INSERT INTO "plan_file" VALUES(2,1,'expand.sql',X'414C544552205441424C4520706572736F6E2041444420434F4C554D4E2066756C6C5F6E616D6520544558543B0A');
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
INSERT INTO "rollout" VALUES(1,1,'staging-1','staging','completed','switch',NULL,NULL,NULL,3,NULL,1700000090000000,1700000090000000);
INSERT INTO "rollout" VALUES(2,1,'production-1','production','halted','backfill',NULL,NULL,'failed',2,'a row cannot be written',1700000080000000,NULL);
INSERT INTO "rollout" VALUES(3,2,'staging-1','staging','planned',NULL,NULL,NULL,NULL,0,NULL,1700000001000000,NULL);
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
INSERT INTO "sign_off" VALUES(1,1,'backup','s3://backups/1',1001,'bob',42,'approve',1700000002000000,1700086400000000);
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
INSERT INTO "step" VALUES(1,1,1,'expand',NULL,1,'statement 1','done',NULL,1700000010000000,1700000011000000);
INSERT INTO "step" VALUES(2,2,2,'backfill',NULL,1,'rows','failed','row 7: UNIQUE constraint failed',1700000070000000,1700000080000000);
CREATE TRIGGER migration_never_changes BEFORE UPDATE ON migration
BEGIN SELECT RAISE(ABORT, 'a registered migration never changes'); END;
CREATE TRIGGER migration_is_kept BEFORE DELETE ON migration
BEGIN SELECT RAISE(ABORT, 'a registered migration is never deleted'); END;
CREATE TRIGGER plan_file_never_changes BEFORE UPDATE ON plan_file
BEGIN SELECT RAISE(ABORT, 'a registered plan file never changes'); END;
CREATE TRIGGER plan_file_is_kept BEFORE DELETE ON plan_file
BEGIN SELECT RAISE(ABORT, 'a registered plan file is never deleted'); END;
CREATE INDEX rollout_by_shape ON rollout (shape, changed_at);
CREATE INDEX rollout_by_target ON rollout (target);
CREATE TRIGGER rollout_stays_itself BEFORE UPDATE OF id, migration_id, target, environment ON rollout
BEGIN SELECT RAISE(ABORT, 'a rollout keeps its migration, target and environment'); END;
CREATE TRIGGER rollout_is_kept BEFORE DELETE ON rollout
BEGIN SELECT RAISE(ABORT, 'a rollout is never deleted'); END;
CREATE TRIGGER step_is_kept BEFORE DELETE ON step
BEGIN SELECT RAISE(ABORT, 'a recorded step is never deleted'); END;
CREATE INDEX sign_off_by_rollout ON sign_off (rollout_id);
CREATE TRIGGER sign_off_never_changes BEFORE UPDATE ON sign_off
BEGIN SELECT RAISE(ABORT, 'a sign-off never changes; a later one takes its place'); END;
CREATE TRIGGER sign_off_is_kept BEFORE DELETE ON sign_off
BEGIN SELECT RAISE(ABORT, 'a sign-off is never deleted'); END;
CREATE INDEX approval_by_rollout ON approval (rollout_id);
CREATE TRIGGER approval_never_changes BEFORE UPDATE ON approval
BEGIN SELECT RAISE(ABORT, 'an approval never changes'); END;
CREATE TRIGGER approval_is_kept BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'an approval is never deleted'); END;
CREATE INDEX freeze_in_force ON freeze (id) WHERE lifted_at IS NULL;
CREATE TRIGGER freeze_is_lifted_once BEFORE UPDATE ON freeze
WHEN OLD.lifted_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.reason <> OLD.reason OR NEW.at <> OLD.at
  OR NEW.by_uid <> OLD.by_uid OR NEW.by_user <> OLD.by_user
BEGIN SELECT RAISE(ABORT, 'a freeze can be lifted, once, and changes in no other way'); END;
CREATE TRIGGER freeze_is_kept BEFORE DELETE ON freeze
BEGIN SELECT RAISE(ABORT, 'a freeze is never deleted'); END;
CREATE INDEX history_by_at ON history (at);
CREATE INDEX history_by_migration ON history (migration) WHERE migration IS NOT NULL;
CREATE INDEX history_by_target ON history (target) WHERE target IS NOT NULL;
CREATE INDEX history_by_user ON history (by_user);
CREATE INDEX history_by_event ON history (event);
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
COMMIT;
