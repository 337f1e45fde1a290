import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct SchemaTests {
  private let shop = """
    CREATE TYPE size AS ENUM ('s', 'it''s');
    CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
    CREATE TABLE customer (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT 'x', "Odd" numeric(5, 2),
      twice int GENERATED ALWAYS AS (2 * 2) STORED, tag varchar(9) COLLATE "C");
    CREATE TABLE part (a int, b text) PARTITION BY RANGE (a);
    CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (2);
    CREATE INDEX by_name ON customer (lower(name)) WHERE name <> '';
    CREATE VIEW names AS SELECT name FROM customer;
    CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT x';
    CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER t BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION g();
    """

  @Test func `the schema is a line for each object, without the ledger`() async throws {
    try await Database.with(shop) { database in
      let target = try database.target()
      let before = try await target.schema()
      // Whose column it is, is written by some versions only.
      #expect(before.count { $0.hasPrefix("view public.names as ") } == 1)
      #expect(
        before.filter { !$0.hasPrefix("view ") } == [
          "CREATE INDEX by_name ON public.customer USING btree (lower(name)) WHERE (name <> ''::text)",
          "CREATE TRIGGER t BEFORE INSERT ON public.customer FOR EACH ROW EXECUTE FUNCTION public.g()",
          "constraint public.customer.customer_pkey PRIMARY KEY (id)",
          "domain public.email as text CHECK ((VALUE ~~ '%@%'::text))",
          "function public.f(x integer) returns integer md5 \(before.md5(of: "public.f"))",
          "function public.g() returns trigger md5 \(before.md5(of: "public.g"))",
          "partitioned table public.part (a integer, b text) partition by RANGE (a)",
          "sequence public.customer_id_seq as bigint increment 1",
          "table public.customer (id bigint not null generated always as identity, name text not null default 'x'::text, "
            + "\"Odd\" numeric(5,2), twice integer generated always as ((2 * 2)), tag character varying(9) "
            + "collate pg_catalog.\"C\")",
          "table public.part_1 (a integer, b text) inherits (public.part) for VALUES FROM (1) TO (2)",
          "type public.size as enum ('s', 'it''s')",
        ])
      let fingerprint = try await target.observe().schemaFingerprint
      _ = try await target.apply(script("SELECT 1"))
      #expect(try await target.schema() == before)
      #expect(try await target.observe().schemaFingerprint == fingerprint)
    }
  }

  private static let changes = [
    "ALTER TABLE t ALTER a SET NOT NULL", "ALTER TABLE t ADD CHECK (a > 0)", "CREATE INDEX ON t (a)",
    "ALTER TABLE t ALTER a SET DEFAULT 1", "ALTER TABLE t ALTER a TYPE bigint", "ALTER TABLE t ADD b int",
    "ALTER TABLE t RENAME b TO c",
    "CREATE SCHEMA other; CREATE TABLE other.x ()",
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    "ALTER TABLE t DISABLE TRIGGER ALL", "CREATE SEQUENCE s", "CREATE MATERIALIZED VIEW m AS SELECT 1 AS one",
    "CREATE POLICY p ON t USING (a > 1)",
  ]

  @Test func `each kind of change changes the fingerprint`() async throws {
    try await Database.with(
      """
      CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g()
      """
    ) { database in
      let target = try database.target()
      var before = try await target.observe().schemaFingerprint
      for change in Self.changes {
        try database.connect().run(change)
        let after = try await target.observe().schemaFingerprint
        #expect(after != before, "\(change)")
        before = after
      }
    }
  }
}

extension [String] {
  fileprivate func md5(of name: String) -> String {
    first { $0.hasPrefix("function \(name)(") }?.split(separator: " ").last.map { String($0) } ?? ""
  }
}
