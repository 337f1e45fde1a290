import MigrationLint
import MigrationPhases
import Testing

@Suite struct ExpandTests {
  @Test func `ANALYZE names its table`() {
    #expect(
      Shop.expand("ANALYZE;").map(\.description) == [
        """
        expand.sql:1:1: error: ANALYZE without a table's name goes through every table, the ledger's, too [ledger]
          hint: name the table: `ANALYZE orders;`, one statement for each
        """
      ])
    #expect(Shop.expand("ANALYZE Customer; ANALYZE main.Invoice;").rules == [])
  }

  @Test(arguments: [
    "ALTER TABLE Customer ADD COLUMN full_name TEXT;",
    "ALTER TABLE Customer ADD full_name TEXT NOT NULL DEFAULT '';",
    "CREATE TABLE Note (NoteId INTEGER PRIMARY KEY, Body TEXT NOT NULL); INSERT INTO Note (Body) VALUES ('a;b'); "
      + "UPDATE Note SET Body = 'c'; DELETE FROM Note; DROP TABLE Note;",
    "CREATE TABLE Note (Body TEXT); CREATE INDEX NoteBody ON Note (Body); CREATE TABLE Two AS SELECT * FROM Note;",
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
    ("CREATE TABLE t AS SELECT * FROM pragma_optimize;", "pragma"),
    ("VACUUM;", "vacuum"),
    ("VACUUM INTO '/tmp/copy.db';", "vacuum"),
    ("CREATE TEMP TABLE t (a);", "temp-object"),
    ("CREATE TABLE temp.t (a);", "temp-object"),
    ("CREATE TABLE migrated_extra (a);", "ledger"),
    ("ANALYZE;", "ledger"), ("ANALYZE main;", "ledger"), ("ANALYZE \"Main\";", "ledger"),
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
    ("ALTER TABLE Customer ADD COLUMN Age INTEGER NOT NULL;", "not-null-without-default"),
    ("ALTER TABLE Customer ADD COLUMN Age INTEGER NOT NULL DEFAULT NULL;", "not-null-without-default"),
    ("ALTER TABLE Customer ADD COLUMN At TEXT DEFAULT CURRENT_TIMESTAMP;", "not-analysable"),
    ("ALTER TABLE Customer ADD COLUMN Code TEXT UNIQUE;", "not-analysable"),
    (
      "CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;",
      "not-analysable"
    ),
    ("CREATE TABLE t AS SELECT hex(zeroblob(400000000)) AS a;", "not-analysable"),
    ("-- nothing", "empty-script"),
    ("CREATE TRIGGER t AFTER INSERT ON Customer BEGIN DELETE FROM Log; END;", "trigger-writes"),
    (
      "CREATE TRIGGER t AFTER INSERT ON Customer BEGIN SELECT NEW.Email; DELETE FROM Log; END;",
      "trigger-writes"
    ),
  ])
  func `What takes away or reaches out is refused, with a schema and without`(sql: String, rule: String) {
    #expect(Shop.expand(sql).rules.contains(rule), "with a schema: \(Shop.expand(sql))")
    #expect(Shop.expand(sql, offline: true).rules.contains(rule), "offline: \(Shop.expand(sql, offline: true))")
  }

  @Test(arguments: [
    ("INSERT INTO Log (Line) VALUES ('x');", ["insert?"]),
    ("INSERT INTO Invoice (Total) VALUES (1);", ["insert?"]),
    ("CREATE UNIQUE INDEX CustomerEmail ON Customer (Email);", ["unique-index?", "blocks-writers?"]),
    ("CREATE INDEX IF NOT EXISTS InvoiceCustomer ON Invoice (CustomerId);", ["no-effect?"]),
    ("CREATE TABLE Copy AS SELECT * FROM Customer;", ["blocks-writers?"]),
    ("CREATE TABLE Copy (a); INSERT INTO Copy SELECT Email FROM Customer;", ["blocks-writers?"]),
    ("SELECT 1;", ["no-effect?"]), ("EXPLAIN DELETE FROM Customer;", ["no-effect?"]),
    ("CREATE TABLE IF NOT EXISTS Log (a);", ["no-effect?"]), ("DROP TABLE IF EXISTS Nobody;", ["no-effect?"]),
    ("CREATE TABLE Customer (a);", ["not-analysable"]), ("CREATE INDEX i ON Nobody (a);", ["unknown-name"]),
    ("CREATE VIRTUAL TABLE v USING nosuch(a);", ["unknown-name"]),
    ("INSERT INTO Customer VALUES (1);", ["unknown-name", "insert?"]),
  ])
  func `What people should know, and what only a schema can tell`(sql: String, rules: [String]) {
    #expect(Shop.expand(sql).rules == rules, "\(Shop.expand(sql))")
  }

  @Test func `What SQLite changes along with something else is found, too`() {
    let findings = SQLiteLint.check(
      LintInput(
        expand: ScriptSource(
          file: "expand.sql", text: "CREATE TABLE Note (a); ALTER TABLE Note RENAME TO Memo;")),
      schema: ["CREATE VIEW Notes AS SELECT a FROM Note"])
    #expect(
      findings.map(\.description) == [
        """
        expand.sql:1:24: error: view Notes is changed, and the running release may rely on it [schema-change]
          hint: add beside it what is new, and take the old away in contract
        """
      ])
  }

  @Test func `A conflict clause of the table itself takes rows away, too`() {
    let schema = ["CREATE TABLE Setting (Name TEXT UNIQUE ON CONFLICT REPLACE, Value TEXT)"]
    let expand = ScriptSource(file: "expand.sql", text: "INSERT INTO Setting VALUES ('a', 'b');")
    #expect(SQLiteLint.check(LintInput(expand: expand), schema: schema).rules.contains("update"))
    #expect(SQLiteLint.check(LintInput(expand: expand), schema: nil).rules == ["insert?"])
  }

  @Test func `A row made up for a trial says nothing about the target's rows`() {
    let schema = ["CREATE TABLE Price (Amount INTEGER NOT NULL CHECK (Amount > 100))"]
    let column = { (rest: String) in
      ScriptSource(file: "expand.sql", text: "ALTER TABLE Price ADD COLUMN Tax INTEGER \(rest);")
    }
    #expect(SQLiteLint.check(LintInput(expand: column("DEFAULT 5 CHECK (Tax > 0)")), schema: schema) == [])
    #expect(
      SQLiteLint.check(LintInput(expand: column("NOT NULL AS (nullif(Amount, 1))")), schema: schema).rules
        == [])
    #expect(
      SQLiteLint.check(LintInput(expand: column("NOT NULL CHECK (Tax > 0)")), schema: schema).rules
        == ["not-null-without-default"])
  }

  @Test func `A schema that cannot be made anew is told, and nothing is passed`() {
    let expand = ScriptSource(file: "expand.sql", text: "CREATE TABLE t (a);")
    let findings = SQLiteLint.check(LintInput(expand: expand), schema: ["CREATE TABLE x (a", "CREATE TABLE y (a)"])
    #expect(findings.rules == ["schema-not-copied"])
    let virtual = SQLiteLint.check(
      LintInput(expand: expand), schema: ["CREATE VIRTUAL TABLE v USING nosuch(a)", "CREATE TABLE y (a)"])
    #expect(virtual.rules == ["schema-not-copied?"])
  }

  @Test func `Full-text tables are copied, their shadow tables listed or not`() {
    let schema = [
      "CREATE TABLE 'd_data'(id INTEGER PRIMARY KEY, block BLOB)", "CREATE VIRTUAL TABLE d USING fts5(body)",
    ]
    let expand = ScriptSource(file: "expand.sql", text: "INSERT INTO d (body) VALUES ('x'); DROP TABLE d;")
    #expect(SQLiteLint.check(LintInput(expand: expand), schema: schema).rules == ["insert?", "drop"])
  }

  @Test func `Names in any script are names`() {
    let sql = """
      CREATE TABLE "Größe; ümläut" ("spalte ""eins"" x" TEXT, [zwei drei] INT, `vier``fünf` REAL);
      INSERT INTO "Größe; ümläut" ([zwei drei]) VALUES (1);
      ALTER TABLE Customer ADD COLUMN "größe" TEXT;
      CREATE TRIGGER "ünder" AFTER INSERT ON Customer BEGIN UPDATE Customer SET "größe" = 'x;'; END;
      DROP TABLE "Größe; ümläut";
      """
    #expect(Shop.expand(sql).rules == [])
    #expect(Shop.expand(sql, offline: true).rules == [])
  }

  @Test(.timeLimit(.minutes(1)))
  func `Views of views of views do not take for ever`() {
    let views = (1...40).map { "CREATE VIEW v\($0) AS SELECT * FROM v\($0 - 1) UNION ALL SELECT * FROM v\($0 - 1);" }
    let sql = "CREATE TABLE v0 (a);\n" + views.joined(separator: "\n") + "\nCREATE TABLE t AS SELECT * FROM v40;"
    #expect(Shop.expand(sql).rules.contains("not-analysable"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `Hundreds of statements on a large schema are checked soon`() {
    let schema = (0..<120).flatMap {
      ["CREATE TABLE t\($0) (a INTEGER PRIMARY KEY, b, c, d, e, f)", "CREATE INDEX i\($0) ON t\($0) (b)"]
    }
    let sql = (0..<120).map { "ALTER TABLE t\($0) ADD COLUMN g TEXT;\nCREATE INDEX j\($0) ON t\($0) (g);\n" }.joined()
    let findings = SQLiteLint.check(
      LintInput(expand: ScriptSource(file: "expand.sql", text: sql)), schema: schema)
    #expect(findings.rules == Array(repeating: "blocks-writers?", count: 120))
  }

  @Test func `What keeps writers out of a large database is pointed out`() {
    #expect(
      Shop.expand("CREATE INDEX CustomerEmail ON Customer (Email);").map(\.description) == [
        """
        expand.sql:1:1: warning: CREATE INDEX CustomerEmail: nobody can write to the database while it reads Customer, \
        which was there before [blocks-writers]
          hint: where Customer is large, advance when little is written, and let the application wait that long \
        (busy_timeout)
        """
      ])
  }
}
