CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, full_name TEXT, nick TEXT);
INSERT INTO people VALUES(1,'Ada',NULL,'Ada',NULL);
INSERT INTO people VALUES(2,'Grace',NULL,'Grace',NULL);
INSERT INTO people VALUES(3,'Edsger',NULL,NULL,NULL);
INSERT INTO people VALUES(4,'Barbara',NULL,NULL,NULL);
CREATE TABLE migrated_schema (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  layout INTEGER NOT NULL,
  ledger_id TEXT NOT NULL,
  current INTEGER NOT NULL,
  oldest_supported INTEGER NOT NULL
) STRICT;
INSERT INTO migrated_schema VALUES(1,1,'d9dbb7243e99e616af3ecdf787273cb5',3,1);
CREATE TABLE migrated_ledger (
  entry INTEGER PRIMARY KEY,
  migration TEXT NOT NULL,
  digest TEXT NOT NULL,
  phase TEXT NOT NULL,
  step TEXT NOT NULL,
  applied_at_us INTEGER NOT NULL,
  undone_at_us INTEGER
) STRICT;
INSERT INTO migrated_ledger VALUES(1,'add-mail','b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2','expand','apply',1795643267630000,NULL);
INSERT INTO migrated_ledger VALUES(2,'add-mail','b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2','contract','apply',1795643267632000,NULL);
INSERT INTO migrated_ledger VALUES(3,'add-fax','d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4','expand','apply',1795643267634000,1795643267636000);
INSERT INTO migrated_ledger VALUES(4,'add-full-name','a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1','expand','apply',1795643267638000,NULL);
INSERT INTO migrated_ledger VALUES(5,'add-nick','c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3','expand','apply',1795643267640000,NULL);
CREATE TABLE migrated_backfill (
  migration TEXT NOT NULL,
  step TEXT NOT NULL,
  digest TEXT NOT NULL,
  key TEXT NOT NULL,
  cursor TEXT NOT NULL,
  pass INTEGER NOT NULL,
  written_in_pass INTEGER NOT NULL,
  clears INTEGER NOT NULL,
  batches INTEGER NOT NULL,
  rows_done INTEGER NOT NULL,
  rows_written INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  PRIMARY KEY (migration, step)
) STRICT;
INSERT INTO migrated_backfill VALUES('add-full-name','rows','a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1','"id"','i:2',1,2,1,1,2,2,0);
CREATE UNIQUE INDEX migrated_ledger_standing ON migrated_ledger (migration, phase, step)
WHERE undone_at_us IS NULL;
