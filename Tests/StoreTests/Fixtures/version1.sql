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
INSERT INTO "approval" VALUES(1,2,'expand','e1ca0dd669b8fdf9f97b9f9d85ec41f878d035245f81bd09a0823820ab592545',1001,'bob',42,'approve',1700000040000000,NULL,'fine');
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
INSERT INTO "history" VALUES(1,1700000000000000,1000,'alice',41,'register','registered','add-full-name',NULL,NULL,NULL,NULL,'{"digest":"e1ca0dd669b8fdf9f97b9f9d85ec41f878d035245f81bd09a0823820ab592545"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'5EEBBABE5BE1B4C3BCCDD91A22101E92456605E0E4EB556E6442506714D3C462');
INSERT INTO "history" VALUES(2,1700000001000000,1000,'alice',41,'register','registered','drop-fax',NULL,NULL,NULL,NULL,'{"digest":"79929cd36b352d83d542d3a7f1cf2a9083220f8fc1f9a723f987c84e7bffacbe"}',X'5EEBBABE5BE1B4C3BCCDD91A22101E92456605E0E4EB556E6442506714D3C462',X'3FD3DFA0F8EC5530F8C7E083F090842E46A5DA358AEF8836635FC9929FCFF515');
INSERT INTO "history" VALUES(3,1700000002000000,1001,'bob',42,'approve','signedOff','add-full-name','staging-1',NULL,NULL,NULL,'{"item":"backup"}',X'3FD3DFA0F8EC5530F8C7E083F090842E46A5DA358AEF8836635FC9929FCFF515',X'D09846FC8EB258DFA70FAF1E4CA8FC267BCFAF9D0DDF44A9E000DF09C4A66B69');
INSERT INTO "history" VALUES(4,1700000003000000,1001,'bob',42,'approve','frozen',NULL,NULL,NULL,NULL,NULL,'{"reason":"quarter end"}',X'D09846FC8EB258DFA70FAF1E4CA8FC267BCFAF9D0DDF44A9E000DF09C4A66B69',X'8D14C9E59419A7D8CD0665F3603501B8973FA42F8A2D254B8C2C5395CF0566BF');
INSERT INTO "history" VALUES(5,1700000004000000,1000,'alice',41,'register','unfrozen',NULL,NULL,NULL,NULL,NULL,'{}',X'8D14C9E59419A7D8CD0665F3603501B8973FA42F8A2D254B8C2C5395CF0566BF',X'A7CE99C717C9E4BBE507A15AFC9F30AD96D53573176B827AD3DCD2E4B925A73D');
INSERT INTO "history" VALUES(6,1700000009000000,1000,'alice',41,'register','commanded','add-full-name','staging-1','expand','planned','queued(expand)','{"command":"advance"}',X'A7CE99C717C9E4BBE507A15AFC9F30AD96D53573176B827AD3DCD2E4B925A73D',X'08ECAA10BEFA8702EAAA49A4A23C9DCDAB7588968E95012702E43390F00C0676');
INSERT INTO "history" VALUES(7,1700000010000000,0,'root',7,'daemon','outcome','add-full-name','staging-1','expand','queued(expand)','running(expand, 1)','{"outcome":"began"}',X'08ECAA10BEFA8702EAAA49A4A23C9DCDAB7588968E95012702E43390F00C0676',X'350246FFBDBE5349A98D0BD2877AA942C77B5BF96F27C3B0D1F5F7B1FDAEC611');
INSERT INTO "history" VALUES(8,1700000011000000,0,'root',7,'daemon','step','add-full-name','staging-1','expand',NULL,NULL,'{"attempt":"1","status":"done","step":"statement 1"}',X'350246FFBDBE5349A98D0BD2877AA942C77B5BF96F27C3B0D1F5F7B1FDAEC611',X'55C5D8B5F0D0E01C8AC647B241EE223132D0BD5FEDFCB7BFDED3159A8557B4AF');
INSERT INTO "history" VALUES(9,1700000020000000,0,'root',7,'daemon','outcome','add-full-name','staging-1','expand','running(expand, 1)','completed(expand)','{"outcome":"finished"}',X'55C5D8B5F0D0E01C8AC647B241EE223132D0BD5FEDFCB7BFDED3159A8557B4AF',X'A31C828757538DEDF75CFE7412CBA75102891CDB101EA934250CCDD7AA506D98');
INSERT INTO "history" VALUES(10,1700000030000000,1000,'alice',41,'register','commanded','add-full-name','staging-1','backfill','completed(expand)','queued(backfill)','{"command":"advance"}',X'A31C828757538DEDF75CFE7412CBA75102891CDB101EA934250CCDD7AA506D98',X'CF9E38CE131BA9114DB2108F1AE1D125DF5B98F209A697E8FA54333AC35425D1');
INSERT INTO "history" VALUES(11,1700000031000000,0,'root',7,'daemon','outcome','add-full-name','staging-1','backfill','queued(backfill)','running(backfill, 2)','{"outcome":"began"}',X'CF9E38CE131BA9114DB2108F1AE1D125DF5B98F209A697E8FA54333AC35425D1',X'C5D084CC29818CD5CF85AC49A9353D1F560174B7AE285F85134E00BEC0CF01DB');
INSERT INTO "history" VALUES(12,1700000039000000,0,'root',7,'daemon','outcome','add-full-name','staging-1','backfill','running(backfill, 2)','completed(backfill)','{"outcome":"finished"}',X'C5D084CC29818CD5CF85AC49A9353D1F560174B7AE285F85134E00BEC0CF01DB',X'EFE6C315F88C9540FB26AB2AF303FAF9834256A3833D54871B02AF4FF2C51D59');
INSERT INTO "history" VALUES(13,1700000040000000,1001,'bob',42,'approve','approved','add-full-name','production-1','expand',NULL,NULL,'{"comment":"fine","digest":"e1ca0dd669b8fdf9f97b9f9d85ec41f878d035245f81bd09a0823820ab592545"}',X'EFE6C315F88C9540FB26AB2AF303FAF9834256A3833D54871B02AF4FF2C51D59',X'2F7A8D79336370389E4DF89E7086D5571C607C01CC472C700E06CAE82FFE2778');
INSERT INTO "history" VALUES(14,1700000041000000,1000,'alice',41,'register','commanded','add-full-name','production-1','expand','planned','queued(expand)','{"command":"advance"}',X'2F7A8D79336370389E4DF89E7086D5571C607C01CC472C700E06CAE82FFE2778',X'234094956F34E460A93ADD1643AD0B63909DA369F2D49240DC87B6DA247B8DDE');
INSERT INTO "history" VALUES(15,1700000042000000,0,'root',7,'daemon','outcome','add-full-name','production-1','expand','queued(expand)','running(expand, 1)','{"outcome":"began"}',X'234094956F34E460A93ADD1643AD0B63909DA369F2D49240DC87B6DA247B8DDE',X'552979C05C7090D8D80BDAA5456F29A1CB63C5A99F6CDAF8B21B1B5D89631987');
INSERT INTO "history" VALUES(16,1700000060000000,0,'root',7,'daemon','outcome','add-full-name','production-1','expand','running(expand, 1)','completed(expand)','{"outcome":"finished"}',X'552979C05C7090D8D80BDAA5456F29A1CB63C5A99F6CDAF8B21B1B5D89631987',X'1BFF42921E43BF36B0737A8BA9CDED774AE31DB13116C4A6CDE85D4D11DCA1A4');
INSERT INTO "history" VALUES(17,1700000061000000,1000,'alice',41,'register','commanded','add-full-name','production-1','backfill','completed(expand)','queued(backfill)','{"command":"advance"}',X'1BFF42921E43BF36B0737A8BA9CDED774AE31DB13116C4A6CDE85D4D11DCA1A4',X'13CF3C9D09EA83E40F41F49A9A603D0C9987921C3914792226D99B6023163754');
INSERT INTO "history" VALUES(18,1700000070000000,0,'root',7,'daemon','outcome','add-full-name','production-1','backfill','queued(backfill)','running(backfill, 2)','{"outcome":"began"}',X'13CF3C9D09EA83E40F41F49A9A603D0C9987921C3914792226D99B6023163754',X'E3A57DEB6DE1BD7098CFECD1944A7137D008FFDCB422B2738A19880F59671065');
INSERT INTO "history" VALUES(19,1700000080000000,0,'root',7,'daemon','step','add-full-name','production-1','backfill',NULL,NULL,'{"attempt":"2","detail":"row 7: UNIQUE constraint failed","status":"failed","step":"rows"}',X'E3A57DEB6DE1BD7098CFECD1944A7137D008FFDCB422B2738A19880F59671065',X'2692AF3B8AE9F33300DB9546D9AAA9068BFD3D04B9E5BDFA01A392A498F56795');
INSERT INTO "history" VALUES(20,1700000080000000,0,'root',7,'daemon','outcome','add-full-name','production-1','backfill','running(backfill, 2)','halted(backfill, failed)','{"why":"Zeile 7: schon vergeben, Größe 3 ≠ 4"}',X'2692AF3B8AE9F33300DB9546D9AAA9068BFD3D04B9E5BDFA01A392A498F56795',X'C8417090D3EB1465A79969861147BAA5E308EDA826A71948EE1DAC66E38C438F');
INSERT INTO "history" VALUES(21,1700000081000000,1000,'alice',41,'register','commanded','add-full-name','staging-1','switch','completed(backfill)','queued(switch)','{"command":"advance"}',X'C8417090D3EB1465A79969861147BAA5E308EDA826A71948EE1DAC66E38C438F',X'003C18946D820078E2448BDB86ABD3931E7C5C78C6B3544089274E8701686FF0');
INSERT INTO "history" VALUES(22,1700000082000000,0,'root',7,'daemon','outcome','add-full-name','staging-1','switch','queued(switch)','running(switch, 3)','{"outcome":"began"}',X'003C18946D820078E2448BDB86ABD3931E7C5C78C6B3544089274E8701686FF0',X'434F4336B0D71BA8BB75B8676DE09799A14A0AEE2DF784D3A9B25E207F702549');
INSERT INTO "history" VALUES(23,1700000090000000,0,'root',7,'daemon','outcome','add-full-name','staging-1','switch','running(switch, 3)','completed(switch)','{"outcome":"finished"}',X'434F4336B0D71BA8BB75B8676DE09799A14A0AEE2DF784D3A9B25E207F702549',X'A2313B3C61A7A194A501ADD732B8886909D5B8E676ADCC52B6E4BFD40E2365FE');
CREATE TABLE history_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO "history_head" VALUES(1,23,X'A2313B3C61A7A194A501ADD732B8886909D5B8E676ADCC52B6E4BFD40E2365FE');
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
INSERT INTO "migration" VALUES(1,'add-full-name','e1ca0dd669b8fdf9f97b9f9d85ec41f878d035245f81bd09a0823820ab592545','Names in one column','crm','people',2,1000,'alice',41,'register',1700000000000000);
INSERT INTO "migration" VALUES(2,'drop-fax','79929cd36b352d83d542d3a7f1cf2a9083220f8fc1f9a723f987c84e7bffacbe','No more fax','crm','people',3,1000,'alice',41,'register',1700000001000000);
CREATE TABLE plan_file (
  id INTEGER PRIMARY KEY,
  migration_id INTEGER NOT NULL REFERENCES migration (id),
  path TEXT NOT NULL CHECK (path <> ''),
  content BLOB NOT NULL,
  UNIQUE (migration_id, path)
) STRICT;
INSERT INTO "plan_file" VALUES(1,1,'migration.yaml',X'6E616D653A206164642D66756C6C2D6E616D650A');
INSERT INTO "plan_file" VALUES(2,1,'expand.sql',X'414C544552205441424C4520706572736F6E2041444420434F4C554D4E2066756C6C5F6E616D6520544558543B0A');
INSERT INTO "plan_file" VALUES(3,2,'migration.yaml',X'6E616D653A2064726F702D6661780A');
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
