import MigrationLint
import MigrationPhases
import Testing

@Suite struct ExpandTests {
  @Test(arguments: [
    "ALTER TABLE Customer ADD COLUMN full_name TEXT;",
    "ALTER TABLE Customer ADD full_name TEXT NOT NULL DEFAULT '';",
    "CREATE TABLE Note (NoteId INTEGER PRIMARY KEY, Body TEXT NOT NULL); INSERT INTO Note (Body) VALUES ('a;b'); "
      + "UPDATE Note SET Body = 'c'; DELETE FROM Note; DROP TABLE Note;",
    "CREATE INDEX CustomerEmail ON Customer (Email);",
    "CREATE VIEW Names AS SELECT FirstName FROM Customer;",
    "ALTER TABLE Customer ADD COLUMN a TEXT; ALTER TABLE Customer RENAME COLUMN a TO b; ALTER TABLE Customer DROP b;",
    """
    ALTER TABLE Customer ADD COLUMN full_name TEXT;
    CREATE TRIGGER keep AFTER UPDATE OF FirstName ON Customer BEGIN
      UPDATE Customer SET full_name = NEW.FirstName || ' ' || NEW.LastName WHERE CustomerId = NEW.CustomerId;
    END;
    """,
    "ALTER TABLE Customer ADD COLUMN migrated_at TEXT;",
  ])
  func `What only adds is allowed`(sql: String) {
    #expect(Shop.expand(sql).rules == [])
    #expect(Shop.expand(sql, offline: true).rules == [])
  }

  @Test(arguments: [
    ("DROP TABLE Customer;", "drop"),
    ("DROP VIEW Big;", "drop"),
    ("DROP INDEX InvoiceCustomer;", "drop"),
    ("DROP TRIGGER Logged;", "drop"),
    ("drop/**/table if exists [Customer];", "drop"),
    ("ALTER TABLE Customer DROP COLUMN Email;", "drop"),
    ("ALTER TABLE Customer RENAME TO Client;", "rename"),
    ("ALTER TABLE Customer RENAME Email TO Mail;", "rename"),
    ("ALTER TABLE Customer RENAME COLUMN Email TO Mail;", "rename"),
    ("DELETE FROM Customer;", "delete"),
    ("DELETE FROM Customer WHERE CustomerId = 1;", "delete"),
    ("WITH x AS (SELECT 1) DELETE FROM Customer WHERE CustomerId IN x;", "delete"),
    ("UPDATE Customer SET Email = NULL;", "update"),
    ("UPDATE OR IGNORE Customer SET Email = NULL;", "update"),
    ("WITH a AS (SELECT 1) UPDATE Customer SET Email = NULL;", "update"),
    ("REPLACE INTO Customer VALUES (1, 'a', 'b', 'c');", "update"),
    ("INSERT OR REPLACE INTO Customer VALUES (1, 'a', 'b', 'c');", "update"),
    (
      "INSERT INTO Customer VALUES (1, 'a', 'b', 'c') ON CONFLICT (CustomerId) DO UPDATE SET Email = 'd';", "update"
    ),
    ("BEGIN;", "transaction-control"),
    ("COMMIT;", "transaction-control"),
    ("SAVEPOINT a;", "transaction-control"),
    ("RELEASE a;", "transaction-control"),
    ("ROLLBACK;", "transaction-control"),
    ("END;", "transaction-control"),
    ("ATTACH 'other.db' AS other;", "attach"),
    ("DETACH other;", "attach"),
    ("PRAGMA foreign_keys = OFF;", "pragma"),
    ("EXPLAIN PRAGMA writable_schema = ON;", "pragma"),
    ("VACUUM;", "vacuum"),
    ("VACUUM INTO '/tmp/copy.db';", "vacuum"),
    ("CREATE TEMP TABLE t (a);", "temp-object"),
    ("CREATE TABLE temp.t (a);", "temp-object"),
    ("CREATE TABLE migrated_extra (a);", "ledger"),
    ("DROP TABLE IF EXISTS 'migrated_ledger';", "ledger"),
    ("INSERT INTO main.Migrated_Ledger VALUES (1);", "ledger"),
    ("DELETE FROM \"migrated_steps\";", "ledger"),
    ("CREATE TRIGGER t AFTER INSERT ON Customer BEGIN DELETE FROM migrated_steps; END;", "ledger"),
    ("CREATE TABLE t (a DEFAULT (:x));", "parameter"),
    ("INSERT INTO Customer (FirstName, LastName) VALUES (?, 'b');", "parameter"),
    ("CREATE TABLE t (a", "unterminated"),
    ("CREATE TABLE t (a); INSERT INTO t VALUES ('a);", "unterminated"),
    ("CREATE TABLE t (a);; /* no end", "unterminated"),
    ("CREATE TRIGGER t AFTER INSERT ON Customer BEGIN SELECT 1;", "unterminated"),
    ("CREATE TABL t (a);", "syntax-error"),
    ("-- nothing", "empty-script"),
    ("CREATE TRIGGER t AFTER INSERT ON Customer BEGIN DELETE FROM Log; END;", "trigger-writes"),
  ])
  func `What takes away or reaches out is refused, with a schema and without`(sql: String, rule: String) {
    #expect(Shop.expand(sql).rules.contains(rule), "with a schema: \(Shop.expand(sql))")
    #expect(Shop.expand(sql, offline: true).rules.contains(rule), "offline: \(Shop.expand(sql, offline: true))")
  }
}
