import MigrationLint
import MigrationPhases
import Testing

@Suite struct PostgreSQLWayBackTests {
  @Test(arguments: [
    (
      "ALTER TABLE a ADD b text, ADD COLUMN \"c d\" int;",
      ["ALTER TABLE \"a\" DROP COLUMN \"c d\"", "ALTER TABLE \"a\" DROP COLUMN \"b\""]
    ),
    ("CREATE TABLE s.t (id int);", ["DROP TABLE \"s\".\"t\""]),
    (
      "CREATE TABLE t (id int); CREATE INDEX i ON t (id); ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0); "
        + "INSERT INTO t VALUES (1);",
      ["DROP TABLE \"t\""]
    ),
    (
      "CREATE TABLE t (id int PRIMARY KEY, u int); CREATE TABLE u (id int PRIMARY KEY); "
        + "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (u) REFERENCES u (id);",
      ["ALTER TABLE \"t\" DROP CONSTRAINT \"f\"", "DROP TABLE \"u\"", "DROP TABLE \"t\""]
    ),
    (
      "CREATE TYPE \"Role\" AS ENUM ('a'); ALTER TABLE a ADD r \"Role\";",
      ["ALTER TABLE \"a\" DROP COLUMN \"r\"", "DROP TYPE \"Role\""]
    ),
    (
      "ALTER TABLE a ADD b text; CREATE INDEX CONCURRENTLY i ON s.a (b);",
      ["DROP INDEX CONCURRENTLY IF EXISTS \"s\".\"i\"", "ALTER TABLE \"a\" DROP COLUMN IF EXISTS \"b\""]
    ),
    (
      "ALTER TABLE a ADD CONSTRAINT c CHECK (id > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;",
      ["ALTER TABLE \"a\" DROP CONSTRAINT IF EXISTS \"c\""]
    ),
    (
      "CREATE VIEW v AS SELECT 1; CREATE MATERIALIZED VIEW m AS SELECT 1 AS x; CREATE SEQUENCE q; "
        + "CREATE DOMAIN d AS int; CREATE TYPE c AS (x int);",
      [
        "DROP TYPE \"c\"", "DROP DOMAIN \"d\"", "DROP SEQUENCE \"q\"", "DROP MATERIALIZED VIEW \"m\"",
        "DROP VIEW \"v\"",
      ]
    ),
  ])
  func `what plainly adds is taken back, last thing first, and check agrees`(script: String, back: [String]) {
    let source = Pg.source(script)
    let text = PostgreSQLWayBack.script(for: source)
    #expect(text == back.map { $0 + ";\n" }.joined())
    let findings = Pg.rollback(of: script, text)
    #expect(!findings.contains { $0.file == "back.sql" }, "\(findings)")
  }

  @Test(arguments: [
    "CREATE TABLE IF NOT EXISTS t (id int);", "ALTER TABLE a ADD COLUMN IF NOT EXISTS b text;",
    "CREATE OR REPLACE VIEW v AS SELECT 1;", "CREATE EXTENSION IF NOT EXISTS citext;",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';", "ALTER TYPE mood ADD VALUE 'calm';",
    "ALTER TABLE a ALTER COLUMN b SET DEFAULT 1;", "ALTER TABLE a RENAME TO b;", "INSERT INTO a VALUES (1);",
    "CREATE INDEX ON a (b);", "ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX i;",
    "ALTER TABLE a ADD CHECK (b > 0);",
    "COMMENT ON TABLE a IS 'it''s <a>; \"b\"';", "GARBAGE;", "SELECT '",
  ])
  func `for anything else a line is left that no check passes`(script: String) {
    let text = PostgreSQLWayBack.script(for: Pg.source(script))
    #expect(text.hasPrefix("-- expand.sql"), "\(text)")
    let findings = Pg.rollback(of: "ALTER TABLE a ADD x int;", text)
    #expect(findings.contains { $0.file == "back.sql" && $0.rule == "syntax-error" }, "\(text) \(findings)")
  }

  @Test func `what is left to be written names its line, and the rest is there`() {
    let script = "ALTER TABLE a ADD b text;\n\nALTER TYPE mood\n  ADD VALUE 'calm';\nCREATE TABLE t (id int);\n"
    #expect(
      PostgreSQLWayBack.script(for: Pg.source(script)) == """
        DROP TABLE "t";
        -- expand.sql:3: write here what takes this back, or nothing where nothing does.
        <what takes back: ALTER TYPE mood>;
        ALTER TABLE "a" DROP COLUMN "b";

        """)
  }
}
