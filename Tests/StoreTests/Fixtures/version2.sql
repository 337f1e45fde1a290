PRAGMA application_id = 1296648018;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
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
INSERT INTO migration VALUES(1,'add-full-name','69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d','Customers get one column for their full name','shop','shop',2,1000,'alice',1,'test',1800000000000000);
INSERT INTO migration VALUES(2,'second-name','5589c69f9b95038551f2921e37834091111fc4207cc9e70d43a8c323288e2188','Customers get one column for their full name','shop','shop',2,1000,'alice',1,'test',1801296000000000);
CREATE TABLE plan_file (
  id INTEGER PRIMARY KEY,
  migration_id INTEGER NOT NULL REFERENCES migration (id),
  path TEXT NOT NULL CHECK (path <> ''),
  content BLOB NOT NULL,
  UNIQUE (migration_id, path)
) STRICT;
INSERT INTO plan_file VALUES(1,1,'back.sql',X'44524f50205452494747455220637573746f6d65725f66756c6c5f6e616d655f696e736572743b0a414c544552205441424c4520437573746f6d65722044524f5020434f4c554d4e2066756c6c5f6e616d653b0a');
INSERT INTO plan_file VALUES(2,1,'contract.sql',X'2d2d20636f6e74726163742d70686173652d6f6b3a2065766572792072656c656173652073696e63652076322072656164732066756c6c5f6e616d650a44524f50205452494747455220637573746f6d65725f66756c6c5f6e616d655f696e736572743b0a414c544552205441424c4520437573746f6d65722044524f5020434f4c554d4e2046697273744e616d653b0a414c544552205441424c4520437573746f6d65722044524f5020434f4c554d4e204c6173744e616d653b0a');
INSERT INTO plan_file VALUES(3,1,'deploy.sh',X'23212f62696e2f73680a6563686f2022243120244d494752415445445f54415247455422203e3e202f746d702f6d696772617465642d656e67696e652d31384442433639312d303639332d343438372d423245392d4632343646383533323741382f6465706c6f7965640a5b2022244d494752415445445f54415247455422203d207331205d0a');
INSERT INTO plan_file VALUES(4,1,'expand.sql',X'414c544552205441424c4520437573746f6d65722041444420434f4c554d4e2066756c6c5f6e616d6520544558543b0a435245415445205452494747455220637573746f6d65725f66756c6c5f6e616d655f696e7365727420414654455220494e53455254204f4e20437573746f6d65720a5748454e204e45572e66756c6c5f6e616d65204953204e554c4c0a424547494e0a202055504441544520437573746f6d6572205345542066756c6c5f6e616d65203d204e45572e46697273744e616d65207c7c20272027207c7c204e45572e4c6173744e616d6520574845524520726f776964203d204e45572e726f7769643b0a454e443b0a');
INSERT INTO plan_file VALUES(5,1,'migration.yaml',X'6e616d653a206164642d66756c6c2d6e616d650a6465736372697074696f6e3a20437573746f6d65727320676574206f6e6520636f6c756d6e20666f722074686569722066756c6c206e616d650a6f776e65723a2073686f700a746172676574733a2073686f700a736368656d6156657273696f6e3a20320a6175746f6d617469633a205b5d0a657870616e643a0a202073716c3a20657870616e642e73716c0a2020726f6c6c6261636b3a206261636b2e73716c0a20207665726966793a0a202020202d206e616d653a2061732069742073686f756c642062650a20202020202073716c3a2053454c45435420636f756e74282a29203d20312046524f4d20707261676d615f7461626c655f696e666f2827437573746f6d65722729205748455245206e616d65203d202766756c6c5f6e616d65270a6261636b66696c6c3a0a20207570646174653a207b207461626c653a20437573746f6d65722c207365743a207b2066756c6c5f6e616d653a202246697273744e616d65207c7c20272027207c7c204c6173744e616d6522207d2c2077686572653a2066756c6c5f6e616d65204953204e554c4c207d0a202072656d61696e696e673a2053454c45435420636f756e74282a292046524f4d20437573746f6d65722057484552452066756c6c5f6e616d65204953204e554c4c0a7377697463683a0a20206465706c6f793a207b20636f6d6d616e643a205b2e2f6465706c6f792e73682c2076325d2c2074696d656f75743a20313073207d0a2020726f6c6c6261636b3a207b20636f6d6d616e643a205b2e2f756e6465706c6f792e73682c2076315d2c2074696d656f75743a20313073207d0a0a636f6e74726163743a0a202061667465723a203134640a202073716c3a20636f6e74726163742e73716c0a20207665726966793a0a202020202d206e616d653a2061732069742073686f756c642062650a20202020202073716c3a2053454c45435420636f756e74282a29203d20302046524f4d20707261676d615f7461626c655f696e666f2827437573746f6d65722729205748455245206e616d65203d202746697273744e616d65270a');
INSERT INTO plan_file VALUES(6,1,'undeploy.sh',X'23212f62696e2f73680a6563686f2022243120244d494752415445445f54415247455422203e3e202f746d702f6d696772617465642d656e67696e652d31384442433639312d303639332d343438372d423245392d4632343646383533323741382f6465706c6f7965640a6578697420300a');
INSERT INTO plan_file VALUES(7,2,'back.sql',X'44524f50205452494747455220637573746f6d65725f66756c6c5f6e616d655f696e736572743b0a414c544552205441424c4520437573746f6d65722044524f5020434f4c554d4e2066756c6c5f6e616d653b0a');
INSERT INTO plan_file VALUES(8,2,'contract.sql',X'2d2d20636f6e74726163742d70686173652d6f6b3a2065766572792072656c656173652073696e63652076322072656164732066756c6c5f6e616d650a44524f50205452494747455220637573746f6d65725f66756c6c5f6e616d655f696e736572743b0a414c544552205441424c4520437573746f6d65722044524f5020434f4c554d4e2046697273744e616d653b0a414c544552205441424c4520437573746f6d65722044524f5020434f4c554d4e204c6173744e616d653b0a');
INSERT INTO plan_file VALUES(9,2,'deploy.sh',X'23212f62696e2f73680a6563686f2022243120244d494752415445445f54415247455422203e3e202f746d702f6d696772617465642d656e67696e652d31384442433639312d303639332d343438372d423245392d4632343646383533323741382f6465706c6f7965640a6578697420300a');
INSERT INTO plan_file VALUES(10,2,'expand.sql',X'414c544552205441424c4520437573746f6d65722041444420434f4c554d4e2066756c6c5f6e616d6520544558543b0a435245415445205452494747455220637573746f6d65725f66756c6c5f6e616d655f696e7365727420414654455220494e53455254204f4e20437573746f6d65720a5748454e204e45572e66756c6c5f6e616d65204953204e554c4c0a424547494e0a202055504441544520437573746f6d6572205345542066756c6c5f6e616d65203d204e45572e46697273744e616d65207c7c20272027207c7c204e45572e4c6173744e616d6520574845524520726f776964203d204e45572e726f7769643b0a454e443b0a');
INSERT INTO plan_file VALUES(11,2,'migration.yaml',X'6e616d653a207365636f6e642d6e616d650a6465736372697074696f6e3a20437573746f6d65727320676574206f6e6520636f6c756d6e20666f722074686569722066756c6c206e616d650a6f776e65723a2073686f700a746172676574733a2073686f700a736368656d6156657273696f6e3a20320a6175746f6d617469633a205b5d0a657870616e643a0a202073716c3a20657870616e642e73716c0a2020726f6c6c6261636b3a206261636b2e73716c0a20207665726966793a0a202020202d206e616d653a2061732069742073686f756c642062650a20202020202073716c3a2053454c45435420636f756e74282a29203d20342046524f4d20437573746f6d65720a6261636b66696c6c3a0a20207570646174653a207b207461626c653a20437573746f6d65722c207365743a207b2066756c6c5f6e616d653a202246697273744e616d65207c7c20272027207c7c204c6173744e616d6522207d2c2077686572653a2066756c6c5f6e616d65204953204e554c4c207d0a202072656d61696e696e673a2053454c45435420636f756e74282a292046524f4d20437573746f6d65722057484552452066756c6c5f6e616d65204953204e554c4c0a7377697463683a0a20206465706c6f793a207b20636f6d6d616e643a205b2e2f6465706c6f792e73682c2076325d2c2074696d656f75743a20313073207d0a2020726f6c6c6261636b3a207b20636f6d6d616e643a205b2e2f756e6465706c6f792e73682c2076315d2c2074696d656f75743a20313073207d0a0a636f6e74726163743a0a202061667465723a203134640a202073716c3a20636f6e74726163742e73716c0a20207665726966793a0a202020202d206e616d653a2061732069742073686f756c642062650a20202020202073716c3a2053454c45435420636f756e74282a29203d20302046524f4d20707261676d615f7461626c655f696e666f2827437573746f6d65722729205748455245206e616d65203d202746697273744e616d65270a');
INSERT INTO plan_file VALUES(12,2,'undeploy.sh',X'23212f62696e2f73680a6563686f2022243120244d494752415445445f54415247455422203e3e202f746d702f6d696772617465642d656e67696e652d31384442433639312d303639332d343438372d423245392d4632343646383533323741382f6465706c6f7965640a6578697420300a');
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
  switch_at INTEGER, expand_at INTEGER, backfill_at INTEGER, contract_at INTEGER,
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
    NOT (shape = 'completed' AND activity IS 'switch') OR switch_at IS NOT NULL)
) STRICT;
INSERT INTO rollout VALUES(1,1,'s1','staging','completed','contract',NULL,NULL,NULL,4,NULL,1801296000000000,1800000000000000,1800000000000000,1800000000000000,1801296000000000);
INSERT INTO rollout VALUES(2,1,'p1','production','completed','switch',NULL,NULL,NULL,5,NULL,1801296000000000,1801296000000000,1801296000000000,1801296000000000,NULL);
INSERT INTO rollout VALUES(3,2,'s1','staging','rolledBack',NULL,NULL,NULL,NULL,4,NULL,1801296000000000,NULL,NULL,NULL,NULL);
INSERT INTO rollout VALUES(4,2,'p1','production','cancelled',NULL,NULL,NULL,NULL,0,NULL,1801296000000000,NULL,NULL,NULL,NULL);
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
INSERT INTO step VALUES(1,1,1,'expand',NULL,1,'apply expand.sql','done','2 statements, schema version 2, oldest supported 0',1800000000000000,1800000000000000);
INSERT INTO step VALUES(2,1,1,'expand',NULL,2,'verify: as it should be','done',NULL,1800000000000000,1800000000000000);
INSERT INTO step VALUES(3,1,2,'backfill',NULL,1,'backfill Customer','done','3 rows gone over',1800000000000000,1800000000000000);
INSERT INTO step VALUES(4,1,2,'backfill',NULL,2,'no row left','done','0 rows',1800000000000000,1800000000000000);
INSERT INTO step VALUES(5,1,3,'switch',NULL,1,'deploy','done',NULL,1800000000000000,1800000000000000);
INSERT INTO step VALUES(6,1,4,'contract',NULL,1,'restore point','done','/tmp/migrated-engine-18DBC691-0693-4487-B2E9-F246F85327A8/copies/add-full-name-s1-4-20261125T215033Z.sqlite, 28672 bytes, sha256 1b18a56509d667d1725ee76124913f6c67a1c72aefce7911df60ba73b84b506d',1801296000000000,1801296000000000);
INSERT INTO step VALUES(7,1,4,'contract',NULL,2,'apply contract.sql','done','3 statements, schema version 2, oldest supported 2',1801296000000000,1801296000000000);
INSERT INTO step VALUES(8,1,4,'contract',NULL,3,'verify: as it should be','done',NULL,1801296000000000,1801296000000000);
INSERT INTO step VALUES(9,2,1,'expand',NULL,1,'apply expand.sql','done','2 statements, schema version 2, oldest supported 0',1801296000000000,1801296000000000);
INSERT INTO step VALUES(10,2,1,'expand',NULL,2,'verify: as it should be','done',NULL,1801296000000000,1801296000000000);
INSERT INTO step VALUES(11,2,2,'backfill',NULL,1,'backfill Customer','done','3 rows gone over',1801296000000000,1801296000000000);
INSERT INTO step VALUES(12,2,2,'backfill',NULL,2,'no row left','done','0 rows',1801296000000000,1801296000000000);
INSERT INTO step VALUES(13,2,3,'switch',NULL,1,'deploy','resolvedNotDone','a note',1801296000000000,1801296000000000);
INSERT INTO step VALUES(14,2,4,'switch',NULL,1,'deploy','resolvedDone','a note',1801296000000000,1801296000000000);
INSERT INTO step VALUES(15,3,1,'expand',NULL,1,'apply expand.sql','done','2 statements, schema version 2, oldest supported 2',1801296000000000,1801296000000000);
INSERT INTO step VALUES(16,3,1,'expand',NULL,2,'verify: as it should be','failed','expected one true value, found 0',1801296000000000,1801296000000000);
INSERT INTO step VALUES(17,3,2,'expand',NULL,1,'apply expand.sql','failed','the daemon ended before its end was recorded',1801296000000000,1801296000000000);
INSERT INTO step VALUES(18,3,3,'expand',NULL,1,'apply expand.sql','done','the ledger has it already',1801296000000000,1801296000000000);
INSERT INTO step VALUES(19,3,3,'expand',NULL,2,'verify: as it should be','done',NULL,1801296000000000,1801296000000000);
INSERT INTO step VALUES(20,3,4,'rollback','backfill',1,'undo by back.sql','done','2 statements',1801296000000000,1801296000000000);
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
INSERT INTO sign_off VALUES(1,2,'backup','nightly dump',1001,'bob',2,'test',1801296000000000,1801299600000000);
INSERT INTO sign_off VALUES(2,2,'backup','seen',1000,'alice',1,'test',1801296000000000,NULL);
INSERT INTO sign_off VALUES(3,2,'staging-tested','seen',1000,'alice',1,'test',1801296000000000,NULL);
INSERT INTO sign_off VALUES(4,2,'rollback-plan','seen',1000,'alice',1,'test',1801296000000000,NULL);
INSERT INTO sign_off VALUES(5,2,'team-notified','seen',1000,'alice',1,'test',1801296000000000,NULL);
INSERT INTO sign_off VALUES(6,2,'alerts','seen',1000,'alice',1,'test',1801296000000000,NULL);
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
INSERT INTO approval VALUES(1,2,'expand','69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d',1001,'bob',2,'test',1801296000000000,1803888000000000,NULL);
INSERT INTO approval VALUES(2,2,'contract','69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d',1001,'bob',2,'test',1801296000000000,1803888000000000,'early');
INSERT INTO approval VALUES(3,2,'contract','69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d',1001,'bob',2,'test',1801296000000000,1803888000000000,'again');
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
INSERT INTO freeze VALUES(1,'quarter end',1001,'bob',2,'test',1801296000000000,1000,'alice',1,'test',1801296000000000);
INSERT INTO freeze VALUES(2,'holidays',1001,'bob',2,'test',1801296000000000,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO history VALUES(1,1800000000000000,0,'migrated',0,'daemon','started',NULL,NULL,NULL,NULL,NULL,'{"targets":"2","version":"0.1.0"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'e31f89fc8d2dd1012a8058af7d40f3c48e0943acf1598bbd4c9807314669535d');
INSERT INTO history VALUES(2,1800000000000000,1000,'alice',1,'test','registered','add-full-name',NULL,NULL,NULL,NULL,'{"digest":"69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d","group":"shop","schemaVersion":"2"}',X'e31f89fc8d2dd1012a8058af7d40f3c48e0943acf1598bbd4c9807314669535d',X'60ec9126e7c366798686b20ffd5215a98a86247acd2f88146677f5c6663c39bf');
INSERT INTO history VALUES(3,1800000000000000,1000,'alice',1,'test','planned','add-full-name','s1',NULL,NULL,'planned','{"environment":"staging"}',X'60ec9126e7c366798686b20ffd5215a98a86247acd2f88146677f5c6663c39bf',X'ed11a3b47e02119bcf4d5f0c50c7b26805b1e9323a5366a8039f2976b283a485');
INSERT INTO history VALUES(4,1800000000000000,1000,'alice',1,'test','planned','add-full-name','p1',NULL,NULL,'planned','{"environment":"production"}',X'ed11a3b47e02119bcf4d5f0c50c7b26805b1e9323a5366a8039f2976b283a485',X'75c557edfbea482229a1791f765a37779bb749580e7a2608189480cb48434faf');
INSERT INTO history VALUES(5,1800000000000000,1000,'alice',1,'test','refused','add-full-name',NULL,NULL,NULL,NULL,'{"code":"alreadyRegistered","command":"register","digest":"69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d"}',X'75c557edfbea482229a1791f765a37779bb749580e7a2608189480cb48434faf',X'cca11e8cdf76b1e9fedd081b746133d4be5718f9bce543cafa0b694ed9e7e0de');
INSERT INTO history VALUES(6,1800000000000000,1000,'alice',1,'test','commanded','add-full-name','s1','expand','planned','queued(expand)','{"command":"advance(expand)","note":"a note"}',X'cca11e8cdf76b1e9fedd081b746133d4be5718f9bce543cafa0b694ed9e7e0de',X'41c5cf821f2a77b1f6cf61440672b8616ad5f902269de400538c47ae6c8065bf');
INSERT INTO history VALUES(7,1800000000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','expand','queued(expand)','running(expand, 1)','{"attempt":"1","outcome":"began"}',X'41c5cf821f2a77b1f6cf61440672b8616ad5f902269de400538c47ae6c8065bf',X'aad373537420085ddf72b8790b247e8c93ad936c69d0261b08122d42b26fc358');
INSERT INTO history VALUES(8,1800000000000000,0,'migrated',0,'daemon','step','add-full-name','s1','expand',NULL,NULL,'{"attempt":"1","detail":"2 statements, schema version 2, oldest supported 0","status":"done","step":"apply expand.sql"}',X'aad373537420085ddf72b8790b247e8c93ad936c69d0261b08122d42b26fc358',X'61c97f813dcd887758bd405901f16b904fdee9b5741e77b860d2f7445fe04788');
INSERT INTO history VALUES(9,1800000000000000,0,'migrated',0,'daemon','step','add-full-name','s1','expand',NULL,NULL,'{"attempt":"1","status":"done","step":"verify: as it should be"}',X'61c97f813dcd887758bd405901f16b904fdee9b5741e77b860d2f7445fe04788',X'1aa16962fb9207ac67afbe1053338dfefcdfa0965c2f2eb42878ee1e7da3a531');
INSERT INTO history VALUES(10,1800000000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','expand','running(expand, 1)','completed(expand)','{"attempt":"1","outcome":"finished"}',X'1aa16962fb9207ac67afbe1053338dfefcdfa0965c2f2eb42878ee1e7da3a531',X'24f7e20fca5942bd44fc2cf1e83e9b0f751520633d7b2338096eb1bb41d8732d');
INSERT INTO history VALUES(11,1800000000000000,1000,'alice',1,'test','commanded','add-full-name','s1','backfill','completed(expand)','queued(backfill)','{"command":"advance(backfill)","note":"a note"}',X'24f7e20fca5942bd44fc2cf1e83e9b0f751520633d7b2338096eb1bb41d8732d',X'4580ad905bb57aabd435336fffaa464ec0dd04ef449f088780d7ad5b55addad0');
INSERT INTO history VALUES(12,1800000000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','backfill','queued(backfill)','running(backfill, 2)','{"attempt":"2","outcome":"began"}',X'4580ad905bb57aabd435336fffaa464ec0dd04ef449f088780d7ad5b55addad0',X'9a531919d59376bd93415f602744bf90d608d346d6280da69c37073cd6f63ebb');
INSERT INTO history VALUES(13,1800000000000000,0,'migrated',0,'daemon','step','add-full-name','s1','backfill',NULL,NULL,'{"attempt":"2","detail":"3 rows gone over","status":"done","step":"backfill Customer"}',X'9a531919d59376bd93415f602744bf90d608d346d6280da69c37073cd6f63ebb',X'1a815e4ff635eb794994716d93b812c7fd99dc95834017c2fbd365c8a9157450');
INSERT INTO history VALUES(14,1800000000000000,0,'migrated',0,'daemon','step','add-full-name','s1','backfill',NULL,NULL,'{"attempt":"2","detail":"0 rows","status":"done","step":"no row left"}',X'1a815e4ff635eb794994716d93b812c7fd99dc95834017c2fbd365c8a9157450',X'a764688fcadbc8827ff1a026de04a1f5e3ff056d550d4afb1bb1c283ef3e8ea5');
INSERT INTO history VALUES(15,1800000000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','backfill','running(backfill, 2)','completed(backfill)','{"attempt":"2","outcome":"finished"}',X'a764688fcadbc8827ff1a026de04a1f5e3ff056d550d4afb1bb1c283ef3e8ea5',X'20f7d38f0540010952d59245975d8185c2aad928894b0fc12ffe38dfd1eb6c37');
INSERT INTO history VALUES(16,1800000000000000,1000,'alice',1,'test','commanded','add-full-name','s1','switch','completed(backfill)','queued(switch)','{"command":"advance(switch)","note":"a note"}',X'20f7d38f0540010952d59245975d8185c2aad928894b0fc12ffe38dfd1eb6c37',X'7ae072fea732337af39b4e3a8e87db36ea96db44b2a264b01fb51c350c6437e4');
INSERT INTO history VALUES(17,1800000000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','switch','queued(switch)','running(switch, 3)','{"attempt":"3","outcome":"began"}',X'7ae072fea732337af39b4e3a8e87db36ea96db44b2a264b01fb51c350c6437e4',X'c7d78f0648a0b1b1dcd06c01f6512a64c621721cd15ccb0655c83ee4f1c9f7b7');
INSERT INTO history VALUES(18,1800000000000000,0,'migrated',0,'daemon','step','add-full-name','s1','switch',NULL,NULL,'{"attempt":"3","status":"done","step":"deploy"}',X'c7d78f0648a0b1b1dcd06c01f6512a64c621721cd15ccb0655c83ee4f1c9f7b7',X'3414948e6c15d01efa9e458beb2d446388eba5b279e750aa1ae9f10df7a5a4fc');
INSERT INTO history VALUES(19,1800000000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','switch','running(switch, 3)','completed(switch)','{"attempt":"3","outcome":"finished"}',X'3414948e6c15d01efa9e458beb2d446388eba5b279e750aa1ae9f10df7a5a4fc',X'059bb9b67afcafc24eadd2cde76b764245b79af8935206f96d80a1fcd7c3331c');
INSERT INTO history VALUES(20,1801296000000000,1000,'alice',1,'test','commanded','add-full-name','s1','contract','completed(switch)','queued(contract)','{"command":"advance(contract)","note":"a note"}',X'059bb9b67afcafc24eadd2cde76b764245b79af8935206f96d80a1fcd7c3331c',X'21ee7fb81965324d8fb90f7976b01f23853d83f254d16f36302ba43e6099cb81');
INSERT INTO history VALUES(21,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','contract','queued(contract)','running(contract, 4)','{"attempt":"4","outcome":"began"}',X'21ee7fb81965324d8fb90f7976b01f23853d83f254d16f36302ba43e6099cb81',X'5b080c48bc086b845d117c1da5c680ad75b6b9ce9d1e39d786ee702672239097');
INSERT INTO history VALUES(22,1801296000000000,0,'migrated',0,'daemon','restorePoint','add-full-name','s1','contract',NULL,NULL,'{"bytes":"28672","path":"/tmp/migrated-engine-18DBC691-0693-4487-B2E9-F246F85327A8/copies/add-full-name-s1-4-20261125T215033Z.sqlite","sha256":"1b18a56509d667d1725ee76124913f6c67a1c72aefce7911df60ba73b84b506d"}',X'5b080c48bc086b845d117c1da5c680ad75b6b9ce9d1e39d786ee702672239097',X'6ec94ee7bc8669f3b04fb989825e5e5224f19cfddd773c564b71e534a37966fe');
INSERT INTO history VALUES(23,1801296000000000,0,'migrated',0,'daemon','step','add-full-name','s1','contract',NULL,NULL,'{"attempt":"4","detail":"/tmp/migrated-engine-18DBC691-0693-4487-B2E9-F246F85327A8/copies/add-full-name-s1-4-20261125T215033Z.sqlite, 28672 bytes, sha256 1b18a56509d667d1725ee76124913f6c67a1c72aefce7911df60ba73b84b506d","status":"done","step":"restore point"}',X'6ec94ee7bc8669f3b04fb989825e5e5224f19cfddd773c564b71e534a37966fe',X'4537d2d9a7fd17cf3c9800b804668de8184e6c722d37654fc128899c00646d21');
INSERT INTO history VALUES(24,1801296000000000,0,'migrated',0,'daemon','step','add-full-name','s1','contract',NULL,NULL,'{"attempt":"4","detail":"3 statements, schema version 2, oldest supported 2","status":"done","step":"apply contract.sql"}',X'4537d2d9a7fd17cf3c9800b804668de8184e6c722d37654fc128899c00646d21',X'7f035ceb33497237367f528e9423ae539d8e08d224934fad7af618deb4309073');
INSERT INTO history VALUES(25,1801296000000000,0,'migrated',0,'daemon','step','add-full-name','s1','contract',NULL,NULL,'{"attempt":"4","status":"done","step":"verify: as it should be"}',X'7f035ceb33497237367f528e9423ae539d8e08d224934fad7af618deb4309073',X'b6051b942b159ae1f2279101a1c7e7590f9c608ccc9c5183c0fee3989981ee84');
INSERT INTO history VALUES(26,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','s1','contract','running(contract, 4)','completed(contract)','{"attempt":"4","outcome":"finished"}',X'b6051b942b159ae1f2279101a1c7e7590f9c608ccc9c5183c0fee3989981ee84',X'd4af62c8deea19cf9c871c14cef40cc9144005b48f16b55b81d76aaa05a16ffa');
INSERT INTO history VALUES(27,1801296000000000,1000,'alice',1,'test','refused','add-full-name','p1','expand',NULL,NULL,'{"code":"gatesUnmet","command":"advance(expand)","note":"a note","unmet":"signOff:backup signOff:staging-tested signOff:rollback-plan signOff:team-notified signOff:alerts approval"}',X'd4af62c8deea19cf9c871c14cef40cc9144005b48f16b55b81d76aaa05a16ffa',X'4ec9a2d1b89c1592d8647d6fb9cb0f5b0c2158af44392234c7efdedeffcc2416');
INSERT INTO history VALUES(28,1801296000000000,1001,'bob',2,'test','signedOff','add-full-name','p1',NULL,NULL,NULL,'{"evidence":"nightly dump","expiresAt":"2027-01-30 09:00:00Z","item":"backup"}',X'4ec9a2d1b89c1592d8647d6fb9cb0f5b0c2158af44392234c7efdedeffcc2416',X'e7ec8c1434662fcef66286d00523274884a37e713a630658c2c6c3dcac203cee');
INSERT INTO history VALUES(29,1801296000000000,1000,'alice',1,'test','signedOff','add-full-name','p1',NULL,NULL,NULL,'{"evidence":"seen","item":"backup"}',X'e7ec8c1434662fcef66286d00523274884a37e713a630658c2c6c3dcac203cee',X'4ac4a020d00b554c6e8a20267c1cf9f7d8b3160c06b260b41ba06d7f5f2d66c4');
INSERT INTO history VALUES(30,1801296000000000,1000,'alice',1,'test','signedOff','add-full-name','p1',NULL,NULL,NULL,'{"evidence":"seen","item":"staging-tested"}',X'4ac4a020d00b554c6e8a20267c1cf9f7d8b3160c06b260b41ba06d7f5f2d66c4',X'63e867230a3a68f21ef196ebae9ccd0b609d6f3df40cf808da2cd5e77e832f79');
INSERT INTO history VALUES(31,1801296000000000,1000,'alice',1,'test','signedOff','add-full-name','p1',NULL,NULL,NULL,'{"evidence":"seen","item":"rollback-plan"}',X'63e867230a3a68f21ef196ebae9ccd0b609d6f3df40cf808da2cd5e77e832f79',X'22c126f1a04f3195b2021c49cbc0fb4d94413a87fe7b46ae34f53e3fe2f3f443');
INSERT INTO history VALUES(32,1801296000000000,1000,'alice',1,'test','signedOff','add-full-name','p1',NULL,NULL,NULL,'{"evidence":"seen","item":"team-notified"}',X'22c126f1a04f3195b2021c49cbc0fb4d94413a87fe7b46ae34f53e3fe2f3f443',X'8d64940d2d3263313a1d74a9919d81a298d9c439a6183457995b5f7f67e14ae0');
INSERT INTO history VALUES(33,1801296000000000,1000,'alice',1,'test','signedOff','add-full-name','p1',NULL,NULL,NULL,'{"evidence":"seen","item":"alerts"}',X'8d64940d2d3263313a1d74a9919d81a298d9c439a6183457995b5f7f67e14ae0',X'1bd4afdf5b2a0a77a1963d73f11f8c91a395abb7e143a5ca3390ff63db07a746');
INSERT INTO history VALUES(34,1801296000000000,1001,'bob',2,'test','approved','add-full-name','p1','expand',NULL,NULL,'{"digest":"69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d"}',X'1bd4afdf5b2a0a77a1963d73f11f8c91a395abb7e143a5ca3390ff63db07a746',X'3f02c23d424cf6089d5888206ad1d1ad78f9c77d34ebf22eb407b36162829676');
INSERT INTO history VALUES(35,1801296000000000,1000,'alice',1,'test','commanded','add-full-name','p1','expand','planned','queued(expand)','{"command":"advance(expand)","note":"a note"}',X'3f02c23d424cf6089d5888206ad1d1ad78f9c77d34ebf22eb407b36162829676',X'b6fd973e905775d9b47219f24f5a3be79809010eee51a26352055946ca4f503f');
INSERT INTO history VALUES(36,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','expand','queued(expand)','running(expand, 1)','{"attempt":"1","outcome":"began"}',X'b6fd973e905775d9b47219f24f5a3be79809010eee51a26352055946ca4f503f',X'1c84d754f523a2ecebca8e04ccfdb92511d82f2e6be9f23362e80c3ded7441b2');
INSERT INTO history VALUES(37,1801296000000000,0,'migrated',0,'daemon','step','add-full-name','p1','expand',NULL,NULL,'{"attempt":"1","detail":"2 statements, schema version 2, oldest supported 0","status":"done","step":"apply expand.sql"}',X'1c84d754f523a2ecebca8e04ccfdb92511d82f2e6be9f23362e80c3ded7441b2',X'd3254256a63f7da7a7b0cc71dd61c1f9fc4133b599a5afae461d0366ecc45ff6');
INSERT INTO history VALUES(38,1801296000000000,0,'migrated',0,'daemon','step','add-full-name','p1','expand',NULL,NULL,'{"attempt":"1","status":"done","step":"verify: as it should be"}',X'd3254256a63f7da7a7b0cc71dd61c1f9fc4133b599a5afae461d0366ecc45ff6',X'1542209914bacb1814abf07e1eb7fef18e3271bf586781cd01a7d1d835df16a9');
INSERT INTO history VALUES(39,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','expand','running(expand, 1)','completed(expand)','{"attempt":"1","outcome":"finished"}',X'1542209914bacb1814abf07e1eb7fef18e3271bf586781cd01a7d1d835df16a9',X'b2d0a7fff980b1a0b685d7552186bfc1bd94904381e78dd6e414f14bd2a0efcb');
INSERT INTO history VALUES(40,1801296000000000,1000,'alice',1,'test','commanded','add-full-name','p1','backfill','completed(expand)','queued(backfill)','{"command":"advance(backfill)","note":"a note"}',X'b2d0a7fff980b1a0b685d7552186bfc1bd94904381e78dd6e414f14bd2a0efcb',X'7ce2ce22ed6fccb269236e42865b49a3a517f214159f45bfafc56d1c0e7b3037');
INSERT INTO history VALUES(41,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','backfill','queued(backfill)','running(backfill, 2)','{"attempt":"2","outcome":"began"}',X'7ce2ce22ed6fccb269236e42865b49a3a517f214159f45bfafc56d1c0e7b3037',X'2d6d0724597dc2b4dca70d864f6eaeaf8f8db5780925fa2d19908c40969e7a2d');
INSERT INTO history VALUES(42,1801296000000000,0,'migrated',0,'daemon','step','add-full-name','p1','backfill',NULL,NULL,'{"attempt":"2","detail":"3 rows gone over","status":"done","step":"backfill Customer"}',X'2d6d0724597dc2b4dca70d864f6eaeaf8f8db5780925fa2d19908c40969e7a2d',X'd463a1edd4592d50e5e7fcb45aa4d2194602bf1680bcb51d42c804fa29d8f0c0');
INSERT INTO history VALUES(43,1801296000000000,0,'migrated',0,'daemon','step','add-full-name','p1','backfill',NULL,NULL,'{"attempt":"2","detail":"0 rows","status":"done","step":"no row left"}',X'd463a1edd4592d50e5e7fcb45aa4d2194602bf1680bcb51d42c804fa29d8f0c0',X'261b8eb951bbd85b7092575141d34b044a0671d8a446dad0df7e6259a2698ceb');
INSERT INTO history VALUES(44,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','backfill','running(backfill, 2)','completed(backfill)','{"attempt":"2","outcome":"finished"}',X'261b8eb951bbd85b7092575141d34b044a0671d8a446dad0df7e6259a2698ceb',X'4f63ced24c17143eab17a62a03321ed53032f67bb1ea6268603e302c3f91055c');
INSERT INTO history VALUES(45,1801296000000000,1001,'bob',2,'test','approved','add-full-name','p1','contract',NULL,NULL,'{"comment":"early","digest":"69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d"}',X'4f63ced24c17143eab17a62a03321ed53032f67bb1ea6268603e302c3f91055c',X'3b8540845d4e5abc7601b1b5c9eef0a12fd77922f48c367cddfc887b5aee2627');
INSERT INTO history VALUES(46,1801296000000000,1001,'bob',2,'test','approved','add-full-name','p1','contract',NULL,NULL,'{"comment":"again","digest":"69a3e8d56ebda41d36fc20a02071118a3a7bd2b8582b54d2c0d48373bc78907d"}',X'3b8540845d4e5abc7601b1b5c9eef0a12fd77922f48c367cddfc887b5aee2627',X'f139aafbdc39410e0ba50caf1f090ad8d6d9b80332219e71159a889b27a614ef');
INSERT INTO history VALUES(47,1801296000000000,1000,'alice',1,'test','commanded','add-full-name','p1','switch','completed(backfill)','queued(switch)','{"command":"advance(switch)","note":"a note"}',X'f139aafbdc39410e0ba50caf1f090ad8d6d9b80332219e71159a889b27a614ef',X'4050891a91f9b715437bd7d706bdc901116e4959b33fc2085aa1100bff00a8f1');
INSERT INTO history VALUES(48,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','switch','queued(switch)','running(switch, 3)','{"attempt":"3","outcome":"began"}',X'4050891a91f9b715437bd7d706bdc901116e4959b33fc2085aa1100bff00a8f1',X'139714a4840deb95e407515303c0196166156c708527da228fd4948ad858ba86');
INSERT INTO history VALUES(49,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','switch','running(switch, 3)','halted(switch, outcomeUnknown)','{"attempt":"3","outcome":"interrupted","why":"the daemon ended during ''deploy''"}',X'139714a4840deb95e407515303c0196166156c708527da228fd4948ad858ba86',X'360afba557fb4b3f26bdb0c44d2a0c46af59ed244572bc157c9399daf60d1d9e');
INSERT INTO history VALUES(50,1801296000000000,1000,'alice',1,'test','commanded','add-full-name','p1','switch','halted(switch, outcomeUnknown)','halted(switch, failed)','{"command":"resolve(notDone)","note":"a note"}',X'360afba557fb4b3f26bdb0c44d2a0c46af59ed244572bc157c9399daf60d1d9e',X'463888bf5eb1fb4e9bf3a122d9064f98c48ec30f4a821e2c5e1c8114fcb554aa');
INSERT INTO history VALUES(51,1801296000000000,1000,'alice',1,'test','commanded','add-full-name','p1','switch','halted(switch, failed)','queued(switch)','{"command":"retry","note":"a note"}',X'463888bf5eb1fb4e9bf3a122d9064f98c48ec30f4a821e2c5e1c8114fcb554aa',X'a529f78bbedc05281d704ce9055f9d74463195cea926c009dc72d0a47a204d48');
INSERT INTO history VALUES(52,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','switch','queued(switch)','running(switch, 4)','{"attempt":"4","outcome":"began"}',X'a529f78bbedc05281d704ce9055f9d74463195cea926c009dc72d0a47a204d48',X'b6914bbbf66d308b4f3919a012d00b557d6b6da939eff00d58a6d6892173be7a');
INSERT INTO history VALUES(53,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','switch','running(switch, 4)','halted(switch, outcomeUnknown)','{"attempt":"4","outcome":"interrupted","why":"the daemon ended during ''deploy''"}',X'b6914bbbf66d308b4f3919a012d00b557d6b6da939eff00d58a6d6892173be7a',X'c47aca21ee2967af6029d39718810988758d9a41a19a33d613ff80fe67ebb25d');
INSERT INTO history VALUES(54,1801296000000000,1000,'alice',1,'test','commanded','add-full-name','p1','switch','halted(switch, outcomeUnknown)','queued(switch)','{"command":"resolve(done)","note":"a note"}',X'c47aca21ee2967af6029d39718810988758d9a41a19a33d613ff80fe67ebb25d',X'9b714aa4155f1c51543b27989ee2d813425b6ede5469ddef70271156edf736eb');
INSERT INTO history VALUES(55,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','switch','queued(switch)','running(switch, 5)','{"attempt":"5","outcome":"began"}',X'9b714aa4155f1c51543b27989ee2d813425b6ede5469ddef70271156edf736eb',X'ef6baef3f5ef868a744da789ad378967fb7e14a53bf599dd9fe9bd66a4372d84');
INSERT INTO history VALUES(56,1801296000000000,0,'migrated',0,'daemon','outcome','add-full-name','p1','switch','running(switch, 5)','completed(switch)','{"attempt":"5","outcome":"finished"}',X'ef6baef3f5ef868a744da789ad378967fb7e14a53bf599dd9fe9bd66a4372d84',X'8e081b1df91683a45d9ffa772605582d37182b6e14361f97d4a68a7f384a0476');
INSERT INTO history VALUES(57,1801296000000000,1000,'alice',1,'test','registered','second-name',NULL,NULL,NULL,NULL,'{"digest":"5589c69f9b95038551f2921e37834091111fc4207cc9e70d43a8c323288e2188","group":"shop","schemaVersion":"2"}',X'8e081b1df91683a45d9ffa772605582d37182b6e14361f97d4a68a7f384a0476',X'6100f4a67a3cceec77d143642163d218a29e95448a0d7f61eabd0d240bc049cb');
INSERT INTO history VALUES(58,1801296000000000,1000,'alice',1,'test','planned','second-name','s1',NULL,NULL,'planned','{"environment":"staging"}',X'6100f4a67a3cceec77d143642163d218a29e95448a0d7f61eabd0d240bc049cb',X'55d551b588e663ccd7ad531ff5b9170e4f982d57d1b3f2154383c1c9e06ca797');
INSERT INTO history VALUES(59,1801296000000000,1000,'alice',1,'test','planned','second-name','p1',NULL,NULL,'planned','{"environment":"production"}',X'55d551b588e663ccd7ad531ff5b9170e4f982d57d1b3f2154383c1c9e06ca797',X'e77ce4e426282216514e94e77f90919c0566214c2e92dc77ca2c08f24056a48a');
INSERT INTO history VALUES(60,1801296000000000,1000,'alice',1,'test','commanded','second-name','s1','expand','planned','queued(expand)','{"command":"advance(expand)"}',X'e77ce4e426282216514e94e77f90919c0566214c2e92dc77ca2c08f24056a48a',X'5464bbc3d33ec59ece378a0e826b1a767b6bf5a1ee452033d5239598293417d0');
INSERT INTO history VALUES(61,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','expand','queued(expand)','running(expand, 1)','{"attempt":"1","outcome":"began"}',X'5464bbc3d33ec59ece378a0e826b1a767b6bf5a1ee452033d5239598293417d0',X'90d45a70c9fdf0dc3cb7266d40aa4e2b6a86e34d4e8a0ad1b209854e05f97973');
INSERT INTO history VALUES(62,1801296000000000,0,'migrated',0,'daemon','step','second-name','s1','expand',NULL,NULL,'{"attempt":"1","detail":"2 statements, schema version 2, oldest supported 2","status":"done","step":"apply expand.sql"}',X'90d45a70c9fdf0dc3cb7266d40aa4e2b6a86e34d4e8a0ad1b209854e05f97973',X'361181e039d785f8b137f4acc7cbfd0e4793ea89319f928c3cb3e6aae131378e');
INSERT INTO history VALUES(63,1801296000000000,0,'migrated',0,'daemon','step','second-name','s1','expand',NULL,NULL,'{"attempt":"1","detail":"expected one true value, found 0","status":"failed","step":"verify: as it should be"}',X'361181e039d785f8b137f4acc7cbfd0e4793ea89319f928c3cb3e6aae131378e',X'adac7151a3501d96fdb7ab9d5980aec054a873fb9969b11b526e87e37fa431b7');
INSERT INTO history VALUES(64,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','expand','running(expand, 1)','halted(expand, failed)','{"attempt":"1","outcome":"failed","why":"verify: as it should be: expected one true value, found 0"}',X'adac7151a3501d96fdb7ab9d5980aec054a873fb9969b11b526e87e37fa431b7',X'8783f7789e4e0d875df9df1e6e6c6069949a607df6fd4d341ed47223ef6d7b4c');
INSERT INTO history VALUES(65,1801296000000000,1001,'bob',2,'test','commanded','second-name','s1','expand','halted(expand, failed)','queued(expand)','{"command":"retry","note":"again"}',X'8783f7789e4e0d875df9df1e6e6c6069949a607df6fd4d341ed47223ef6d7b4c',X'baf0cc49e319a9bf42a79ce81b7f642ece6e9d6e6eed5fd00914f9e3745bfe54');
INSERT INTO history VALUES(66,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','expand','queued(expand)','running(expand, 2)','{"attempt":"2","outcome":"began"}',X'baf0cc49e319a9bf42a79ce81b7f642ece6e9d6e6eed5fd00914f9e3745bfe54',X'f38fec3813f35a1da81b12ed064b9f679a082c41c182aefb85a872864dc637d2');
INSERT INTO history VALUES(67,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','expand','running(expand, 2)','queued(expand)','{"attempt":"2","outcome":"interrupted","why":"the daemon ended during ''apply expand.sql''"}',X'f38fec3813f35a1da81b12ed064b9f679a082c41c182aefb85a872864dc637d2',X'10a9312a0825fae9b67afc2fe7106370c072b778cd757cba1cd9f8f04cc5ffc4');
INSERT INTO history VALUES(68,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','expand','queued(expand)','running(expand, 3)','{"attempt":"3","outcome":"began"}',X'10a9312a0825fae9b67afc2fe7106370c072b778cd757cba1cd9f8f04cc5ffc4',X'849ede40b5fba094cb3fb8f9b5c62cde1040305275a3e98ef056129e3f05ac3e');
INSERT INTO history VALUES(69,1801296000000000,0,'migrated',0,'daemon','step','second-name','s1','expand',NULL,NULL,'{"attempt":"3","detail":"the ledger has it already","status":"done","step":"apply expand.sql"}',X'849ede40b5fba094cb3fb8f9b5c62cde1040305275a3e98ef056129e3f05ac3e',X'e0e2986a176c506d49993c44f87ddbd2a3642641a970d3ff0df9272c89a5d25d');
INSERT INTO history VALUES(70,1801296000000000,0,'migrated',0,'daemon','step','second-name','s1','expand',NULL,NULL,'{"attempt":"3","status":"done","step":"verify: as it should be"}',X'e0e2986a176c506d49993c44f87ddbd2a3642641a970d3ff0df9272c89a5d25d',X'cf1f6132b4cb5cfc45b51b9c1f2c47e9aea84696cad47fe9e7db05e4144f8665');
INSERT INTO history VALUES(71,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','expand','running(expand, 3)','completed(expand)','{"attempt":"3","outcome":"finished"}',X'cf1f6132b4cb5cfc45b51b9c1f2c47e9aea84696cad47fe9e7db05e4144f8665',X'966ada37ce7b584e5c4ed6e48ec383aab73ed035285d9aaec07bc3b2dd84df14');
INSERT INTO history VALUES(72,1801296000000000,1000,'alice',1,'test','commanded','second-name','s1','backfill','completed(expand)','queued(backfill)','{"command":"advance(backfill)"}',X'966ada37ce7b584e5c4ed6e48ec383aab73ed035285d9aaec07bc3b2dd84df14',X'29c17d2aea6abb788a505e8e8d9b61c0f328dfd31de0d20f53978e393890647c');
INSERT INTO history VALUES(73,1801296000000000,1001,'bob',2,'test','frozen',NULL,NULL,NULL,NULL,NULL,'{"reason":"quarter end"}',X'29c17d2aea6abb788a505e8e8d9b61c0f328dfd31de0d20f53978e393890647c',X'55033cb78eccf464a8260d652d89d383e2c830e9f67a52f39555ccee18bdf40c');
INSERT INTO history VALUES(74,1801296000000000,1001,'bob',2,'test','commanded','second-name','s1','backfill','queued(backfill)','halted(backfill, stopped)','{"command":"haltEverything"}',X'55033cb78eccf464a8260d652d89d383e2c830e9f67a52f39555ccee18bdf40c',X'189fdc959054fc7ca1e0df68df1a6a1f57a7ef81c40800f941205b09cf615caa');
INSERT INTO history VALUES(75,1801296000000000,1000,'alice',1,'test','unfrozen',NULL,NULL,NULL,NULL,NULL,'{"lifted":"1","reason":"over"}',X'189fdc959054fc7ca1e0df68df1a6a1f57a7ef81c40800f941205b09cf615caa',X'f6f0fb0eebd019e725f1513ec04db50ce8cb68a9b74850c39d2ac9b50e9d707b');
INSERT INTO history VALUES(76,1801296000000000,1000,'alice',1,'test','commanded','second-name','s1','backfill','halted(backfill, stopped)','queued(rollback of backfill)','{"command":"rollback"}',X'f6f0fb0eebd019e725f1513ec04db50ce8cb68a9b74850c39d2ac9b50e9d707b',X'0c2950db4a8f6c478286fa6ac4cfbfd5c1ead41bf7e973f98b3ea9e090b0ac7a');
INSERT INTO history VALUES(77,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','backfill','queued(rollback of backfill)','running(rollback of backfill, 4)','{"attempt":"4","outcome":"began"}',X'0c2950db4a8f6c478286fa6ac4cfbfd5c1ead41bf7e973f98b3ea9e090b0ac7a',X'4aae833a6b342d9de914054254116e3646d87591239c1394a90fe382060d1bbc');
INSERT INTO history VALUES(78,1801296000000000,0,'migrated',0,'daemon','step','second-name','s1','backfill',NULL,NULL,'{"attempt":"4","detail":"2 statements","status":"done","step":"undo by back.sql"}',X'4aae833a6b342d9de914054254116e3646d87591239c1394a90fe382060d1bbc',X'4b9280f14957b9fe033db7fb3ddb2e41e23daaa7bb85b7e1921831485e54e0ff');
INSERT INTO history VALUES(79,1801296000000000,0,'migrated',0,'daemon','outcome','second-name','s1','backfill','running(rollback of backfill, 4)','rolledBack','{"attempt":"4","outcome":"finished"}',X'4b9280f14957b9fe033db7fb3ddb2e41e23daaa7bb85b7e1921831485e54e0ff',X'f5d7d24bc12dde6e85f8dbef8ac804d40d4c56207132f206b42373f342a86354');
INSERT INTO history VALUES(80,1801296000000000,1000,'alice',1,'test','commanded','second-name','p1',NULL,'planned','cancelled','{"command":"cancel"}',X'f5d7d24bc12dde6e85f8dbef8ac804d40d4c56207132f206b42373f342a86354',X'481234ef47908bded3ea4df01711c0cac0c5d007f862674f47dd0eab1bbbf746');
INSERT INTO history VALUES(81,1801296000000000,1001,'bob',2,'test','frozen',NULL,NULL,NULL,NULL,NULL,'{"reason":"holidays"}',X'481234ef47908bded3ea4df01711c0cac0c5d007f862674f47dd0eab1bbbf746',X'652cc4ba2985bdf498add196edd57fd50bb88721d3c8a37c744561f6ee0897a6');
CREATE TABLE history_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO history_head VALUES(1,81,X'652cc4ba2985bdf498add196edd57fd50bb88721d3c8a37c744561f6ee0897a6');
CREATE TABLE restore_point (
  id INTEGER PRIMARY KEY,
  rollout_id INTEGER NOT NULL REFERENCES rollout (id),
  path TEXT NOT NULL CHECK (path <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  at INTEGER NOT NULL
) STRICT;
INSERT INTO restore_point VALUES(1,1,'/tmp/migrated-engine-18DBC691-0693-4487-B2E9-F246F85327A8/copies/add-full-name-s1-4-20261125T215033Z.sqlite','1b18a56509d667d1725ee76124913f6c67a1c72aefce7911df60ba73b84b506d',28672,1801296000000000);
CREATE TABLE progress (
  rollout_id INTEGER PRIMARY KEY REFERENCES rollout (id),
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  rows_done INTEGER NOT NULL CHECK (rows_done >= 0),
  rows_total INTEGER NOT NULL CHECK (rows_total >= 0),
  rows_written INTEGER NOT NULL CHECK (rows_written >= 0),
  at INTEGER NOT NULL
) STRICT;
INSERT INTO progress VALUES(1,2,3,3,3,1800000000000000);
INSERT INTO progress VALUES(2,2,3,3,3,1801296000000000);
CREATE TABLE fact (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO fact VALUES('versions-before/1','0 0');
INSERT INTO fact VALUES('versions-before/2','0 0');
INSERT INTO fact VALUES('versions-before/3','2 2');
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
CREATE INDEX restore_point_by_rollout ON restore_point (rollout_id);
CREATE TRIGGER restore_point_never_changes BEFORE UPDATE ON restore_point
BEGIN SELECT RAISE(ABORT, 'a restore point on record never changes'); END;
CREATE TRIGGER restore_point_is_kept BEFORE DELETE ON restore_point
BEGIN SELECT RAISE(ABORT, 'a restore point on record is never deleted'); END;
COMMIT;
