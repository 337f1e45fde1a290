import MigrationLint
import MigrationPhases
import Testing

@Suite struct WrongScriptTests {
  @Test func `Ten wrong things in one script, each with its place and its remedy`() {
    let findings = Shop.expand(
      """
      -- Everything that expand may not do
      DROP TABLE Log;
      ALTER TABLE Customer RENAME COLUMN Email TO Mail;
      ALTER TABLE Customer ADD COLUMN Age INTEGER NOT NULL;
        DELETE FROM Invoice;
      UPDATE Customer SET Mail = lower(Mail); BEGIN;
      PRAGMA foreign_keys = OFF;
      VACUUM INTO '/tmp/x';
      ATTACH '/etc/passwd' AS p;
      INSERT INTO migrated_ledger VALUES (1);
      CREATE TRIGGER Empty AFTER UPDATE ON Customer BEGIN DELETE FROM Invoice; END;
      CREATE TABLE t (a, b,);
      """)
    #expect(
      findings.map(\.description).joined(separator: "\n") == """
        expand.sql:2:1: error: DROP TABLE Log: it was there before expand, and the running release may use it [drop]
          hint: move the statement to the contract script
        expand.sql:3:1: error: SQLite refuses this: error in trigger Logged: no such table: main.Log \
        [breaks-existing]
          hint: change the view or trigger before this statement
        expand.sql:3:1: error: RENAME COLUMN Customer.Email: to the running release the old name would be gone \
        [rename]
          hint: add the new name beside the old one, keep them in step with triggers, drop the old one in contract
        expand.sql:4:1: error: ADD COLUMN Customer.Age: NOT NULL without a default, so the running release could \
        insert no row [not-null-without-default]
          hint: leave NOT NULL out, or give the column a DEFAULT
        expand.sql:5:3: error: DELETE FROM Invoice without WHERE empties the table, as TRUNCATE does elsewhere \
        [delete]
          hint: move the statement to the contract script
        expand.sql:6:1: error: UPDATE Customer: one statement over all rows keeps the application out while it runs \
        [update]
          hint: make it the plan's backfill, which goes in small batches
        expand.sql:6:34: error: SQLite says: no such column: Mail [unknown-name]
          hint: compare with the target's schema; an earlier statement may have failed, too
        expand.sql:6:41: error: BEGIN: expand runs in one transaction, which migrated opens and closes \
        [transaction-control]
          hint: take the statement out
        expand.sql:7:1: error: PRAGMA: expand may not change settings, which belong to migrated and the application \
        [pragma]
          hint: take the statement out; to look something up, use SELECT … FROM pragma_table_info('…') in a verify \
        query
        expand.sql:8:1: error: VACUUM cannot run in a transaction, and writes the whole database anew [vacuum]
          hint: take the statement out; run it by hand when nobody needs the database
        expand.sql:9:1: error: ATTACH: expand stays in the target's own database [attach]
          hint: write a plan for each database
        expand.sql:10:13: error: migrated_ledger belongs to the ledger, which only migrated writes [ledger]
          hint: names that begin with migrated_ are taken; use another
        expand.sql:11:1: error: the trigger Empty deletes rows of Invoice, which was there before [trigger-writes]
          hint: a trigger of expand may write what expand added, nothing else
        expand.sql:12:22: error: SQLite says: near ")": syntax error [syntax-error]
        """)
  }
}
