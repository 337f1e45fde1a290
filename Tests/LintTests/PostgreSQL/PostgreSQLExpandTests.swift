import MigrationLint
import MigrationPhases
import Testing

@Suite struct PostgreSQLExpandTests {
  @Test(arguments: [
    "ALTER TABLE customer ADD COLUMN full_name text;",
    "ALTER TABLE shop.customer ADD COLUMN IF NOT EXISTS vip boolean NOT NULL DEFAULT false, ADD COLUMN b int;",
    "ALTER TABLE customer ADD COLUMN seen timestamptz NOT NULL DEFAULT now();",
    "CREATE TABLE note (id bigserial PRIMARY KEY, c int REFERENCES customer, body text CHECK (body <> ''));",
    "CREATE TABLE note (id int); CREATE INDEX ON note (id); ALTER TABLE note ADD COLUMN a int NOT NULL;",
    "CREATE INDEX CONCURRENTLY customer_name ON customer (name);",
    "ALTER TABLE orders ADD COLUMN c int; ALTER TABLE orders ADD CONSTRAINT c_positive CHECK (c > 0) NOT VALID; "
      + "ALTER TABLE orders VALIDATE CONSTRAINT c_positive;",
    "CREATE VIEW names AS SELECT name FROM customer;", "CREATE TYPE mood AS ENUM ('fine', 'not fine');",
    "ALTER TYPE mood ADD VALUE 'so so';", "CREATE SCHEMA audit; CREATE TABLE audit.log (a int);",
    "COMMENT ON TABLE customer IS 'who buys';", "GRANT SELECT ON customer TO reader;",
    "CREATE TABLE a AS SELECT 1 AS x; INSERT INTO a VALUES (2); UPDATE a SET x = 3; DELETE FROM a;",
    "ALTER TABLE customer ALTER COLUMN name SET STATISTICS 500;", "ANALYZE customer;",
    "SET ROLE shop_owner; CREATE TABLE t (id int); RESET ROLE;",
    "CREATE TABLE t (id int); ALTER TABLE t RENAME COLUMN id TO key; DROP TABLE t;",
  ])
  func `What only adds is right`(sql: String) { #expect(Pg.expand(sql).rules == []) }

  @Test(arguments: [
    ("DROP TABLE customer;", ["drop"]), ("DROP INDEX CONCURRENTLY customer_name;", ["drop"]),
    ("ALTER TABLE customer DROP COLUMN name;", ["drop"]), ("ALTER TABLE customer DROP CONSTRAINT c;", ["drop"]),
    ("CREATE TABLE t (a int); DROP TABLE t CASCADE;", ["drop"]), ("REVOKE SELECT ON customer FROM reader;", ["drop"]),
    ("TRUNCATE customer;", ["delete"]), ("DELETE FROM customer WHERE false;", ["delete"]),
    ("WITH gone AS (DELETE FROM customer RETURNING 1) SELECT 1 FROM gone;", ["no-effect?", "delete"]),
    ("UPDATE customer SET name = upper(name);", ["update"]),
    ("INSERT INTO customer (name) VALUES ('x') ON CONFLICT (id) DO UPDATE SET name = 'x';", ["update"]),
    ("INSERT INTO customer (name) VALUES ('x');", ["insert?"]),
    ("MERGE INTO customer c USING other o ON c.id = o.id WHEN MATCHED THEN DELETE;", ["update"]),
    ("ALTER TABLE customer RENAME COLUMN name TO full_name;", ["rename"]),
    ("ALTER TABLE customer RENAME TO client;", ["rename"]), ("ALTER TABLE customer SET SCHEMA old;", ["rename"]),
    ("ALTER TYPE mood RENAME VALUE 'fine' TO 'good';", ["schema-change"]),
    ("ALTER TABLE customer ALTER COLUMN id TYPE bigint;", ["schema-change"]),
    ("ALTER TABLE customer ALTER COLUMN name SET DEFAULT 'x';", ["schema-change"]),
    ("ALTER TABLE customer ALTER COLUMN name DROP NOT NULL;", ["schema-change"]),
    ("ALTER TABLE customer ENABLE ROW LEVEL SECURITY;", ["schema-change"]),
    ("ALTER TABLE customer DISABLE TRIGGER ALL;", ["schema-change"]),
    ("CREATE OR REPLACE VIEW names AS SELECT 1 AS a;", ["schema-change"]),
    ("CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';", ["schema-change"]),
    ("ALTER TABLE customer ADD COLUMN a int NOT NULL;", ["not-null-without-default"]),
    ("ALTER TABLE customer ADD COLUMN a serial;", ["blocks-writers"]),
    ("ALTER TABLE customer ADD COLUMN a uuid DEFAULT gen_random_uuid();", ["blocks-writers"]),
    ("ALTER TABLE customer ADD COLUMN a int UNIQUE;", ["blocks-writers"]),
    ("ALTER TABLE customer ADD COLUMN a int CHECK (a > 0);", ["blocks-writers"]),
    ("ALTER TABLE customer ADD COLUMN a int REFERENCES other;", ["blocks-writers"]),
    ("ALTER TABLE customer ADD COLUMN a text GENERATED ALWAYS AS (name || '') STORED;", ["blocks-writers"]),
    ("ALTER TABLE customer ADD COLUMN a int GENERATED ALWAYS AS IDENTITY;", ["blocks-writers"]),
    ("ALTER TABLE customer ADD CONSTRAINT c CHECK (id > 0);", ["blocks-writers"]),
    ("ALTER TABLE customer ADD CONSTRAINT c CHECK (id > 0) NOT VALID;", ["new-constraint?"]),
    ("ALTER TABLE customer ADD CONSTRAINT c UNIQUE (name);", ["blocks-writers"]),
    ("ALTER TABLE customer ADD CONSTRAINT c UNIQUE USING INDEX i;", ["unique-index?"]),
    ("ALTER TABLE customer ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES other;", ["blocks-writers"]),
    ("ALTER TABLE customer ALTER COLUMN name SET NOT NULL;", ["new-constraint"]),
    ("CREATE INDEX i ON customer (name);", ["blocks-writers"]),
    ("CREATE INDEX CONCURRENTLY ON customer (name);", ["not-analysable"]),
    ("CREATE UNIQUE INDEX CONCURRENTLY i ON customer (name);", ["unique-index?"]),
    ("REINDEX TABLE customer;", ["blocks-writers"]), ("VACUUM FULL customer;", ["blocks-writers"]),
    ("DO $$ BEGIN DELETE FROM customer; END $$;", ["not-analysable"]), ("CALL everything();", ["not-analysable"]),
    ("COPY customer FROM '/tmp/x';", ["not-analysable"]), ("SELECT setval('s', 1);", ["not-analysable"]),
    ("CREATE RULE r AS ON INSERT TO customer DO INSTEAD NOTHING;", ["not-analysable"]),
    ("CREATE POLICY p ON customer USING (false);", ["not-analysable"]),
    ("SELECT 1;", ["no-effect?"]), ("BEGIN;", ["transaction-control"]), ("COMMIT;", ["transaction-control"]),
    ("SET search_path = x;", ["pragma"]), ("LOCK TABLE customer;", ["pragma"]),
    ("CREATE TEMP TABLE t (a int);", ["temp-object"]), ("DROP TABLE migrated.ledger;", ["ledger", "drop"]),
    ("CREATE TABLE migrated.x (a int);", ["ledger"]), ("DROP SCHEMA migrated;", ["ledger", "drop"]),
    ("INSERT INTO t SELECT * FROM migrated.ledger;", ["ledger", "insert?"]),
    ("ALTER TABLE customer ADD COLUMN a int DEFAULT $1;", ["parameter"]), ("SELECT FROM WHERE;", ["syntax-error"]),
    ("-- nothing", ["empty-script"]), ("SELECT 1", ["unterminated"]), ("SELECT 'x;", ["unterminated"]),
  ])
  func `What does not only add is refused, or pointed out`(sql: String, rules: [String]) {
    #expect(Pg.expand(sql).rules == rules)
  }

  @Test func `A finding says where, what and what to do`() {
    let sql = """
      -- é
      ALTER TABLE customer ADD COLUMN a int;
      ALTER TABLE customer
        ADD COLUMN b int NOT NULL,
        ADD COLUMN ü int REFERENCES other;
      CREATE TABEL x;
      """
    #expect(
      Pg.expand(sql).map(\.description) == [
        """
        expand.sql:4:20: error: customer.b is NOT NULL and has no default: rows of the running release would be refused \
        [not-null-without-default]
          hint: leave NOT NULL out, or give it a DEFAULT
        """,
        """
        expand.sql:5:20: error: customer.ü: the foreign key is checked while writers of both tables wait [blocks-writers]
          hint: add the column alone, then ADD CONSTRAINT … FOREIGN KEY … NOT VALID, and VALIDATE CONSTRAINT after it
        """,
        """
        expand.sql:6:8: error: PostgreSQL says: syntax error at or near "TABEL" [syntax-error]
          hint: the grammar is that of PostgreSQL 15
        """,
      ])
  }
}
