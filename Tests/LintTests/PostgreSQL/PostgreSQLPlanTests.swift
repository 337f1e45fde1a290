import MigrationLint
import MigrationPhases
import Testing

@Suite struct PostgreSQLPlanTests {
  private static let expand = """
    ALTER TABLE customer ADD COLUMN full_name text;
    CREATE TABLE note (id int PRIMARY KEY);
    CREATE INDEX note_id ON note (id);
    CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER fill BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION fill();
    """
  private static let back = """
    DROP TRIGGER fill ON customer; DROP FUNCTION fill(); DROP TABLE note; ALTER TABLE customer DROP COLUMN full_name;
    """

  @Test func `A rollback that takes back what was added is right, what it leaves is named`() {
    #expect(Pg.rollback(of: Self.expand, Self.back).rules == [])
    let found = Pg.rollback(of: Self.expand, "DROP TABLE note; DROP FUNCTION fill();")
    #expect(
      found.map(\.description) == [
        """
        back.sql: error: after expand and its rollback there is left over: column customer.full_name, trigger \
        customer.fill [rollback-differs]
          hint: take back exactly what expand added, last thing first
        """
      ])
    #expect(Pg.rollback(of: Self.expand, Self.back + "DROP TABLE customer;").rules == ["drop"])
  }

  @Test func `Contract may destroy, with its tag, and is warned of what keeps others out`() {
    let tag = "-- contract-phase-ok: every release since v2 reads full_name\n"
    #expect(Pg.contract(tag + "ALTER TABLE customer DROP COLUMN first; DROP TABLE old CASCADE;").rules == [])
    #expect(Pg.contract("DROP TABLE old;").rules == ["contract-tag"])
    #expect(
      Pg.contract("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n\(tag)SELECT 1 $$;").rules == ["contract-tag"])
    #expect(Pg.contract(tag + "ALTER TABLE customer ALTER COLUMN a SET NOT NULL;").rules == ["blocks-writers?"])
    #expect(Pg.contract(tag + "CREATE INDEX i ON customer (a);").rules == ["blocks-writers?"])
    #expect(Pg.contract(tag + "COMMIT;").rules == ["transaction-control"])
    #expect(Pg.contract(tag + "DROP SCHEMA migrated CASCADE;").rules == ["ledger"])
  }

  private func update(_ set: [String: String], where condition: String? = nil, table: String = "customer") -> [String] {
    Pg.backfill(
      .update(
        table: table,
        assignments: set.map { .init(column: $0.key, expression: Pg.source($0.value, "migration.yaml")) },
        condition: condition.map { Pg.source($0, "migration.yaml") }), after: Self.expand
    ).rules
  }

  @Test func `A declared backfill writes what expand adds`() {
    #expect(update(["full_name": "first || ' ' || last -- both"], where: "full_name IS NULL") == [])
    #expect(update(["full_name": "first"], table: "public.customer") == [])
    #expect(update(["first": "'x'"]) == ["backfill-overwrites"])
    #expect(update(["full_name": "first FROM customer"]) == ["syntax-error"])
    #expect(update(["full_name": "first); DELETE FROM customer; SELECT (1"]) == ["backfill-shape"])
    #expect(update(["full_name": "$1"]) == ["parameter"])
    #expect(update(["full_name": "first ||"]) == ["syntax-error"])
    #expect(update(["full_name": "first"], where: "a = 1; SELECT 1") == ["syntax-error"])
    #expect(update(["full_name": "first"], table: "customer; DROP TABLE x") == ["backfill-shape"])
    #expect(update(["x": "1"], table: "migrated.ledger") == ["ledger", "backfill-overwrites"])
  }

  private func script(_ sql: String) -> [String] {
    Pg.backfill(.script(table: "customer", source: Pg.source(sql, "fill.sql")), after: Self.expand).rules
  }

  @Test func `A backfill of its own SQL writes the same, in ranges`() {
    let range = "WHERE id > :lower AND id <= :upper"
    #expect(script("UPDATE customer SET full_name = first || ':lower'::text \(range)") == [])
    #expect(script("INSERT INTO note SELECT id FROM customer \(range) ON CONFLICT DO NOTHING;") == [])
    #expect(script("UPDATE customer SET first = 'x' \(range)") == ["backfill-overwrites"])
    #expect(script("UPDATE orders SET full_name = 'x' \(range)") == ["backfill-writes"])
    #expect(script("UPDATE customer SET full_name = ':lower'") == ["backfill-shape", "backfill-shape"])
    #expect(script("DELETE FROM customer \(range)") == ["backfill-shape"])
    #expect(script("INSERT INTO customer SELECT * FROM customer \(range)") == ["backfill-writes"])
    #expect(script("UPDATE customer SET full_name = $3 \(range)") == ["parameter"])
    #expect(
      script("WITH x AS (DELETE FROM orders RETURNING 1) UPDATE customer SET full_name = 'x' \(range)")
        == ["backfill-writes"])
  }

  @Test func `Bounds are numbered where they are parameters, and nowhere else`() {
    #expect(
      PostgreSQLBoundNames.numbered("a::lower > :lower AND ':upper' = E'\\':upper' AND $$:upper$$ < :upper -- :lower")
        == "a::lower > $1     AND ':upper' = E'\\':upper' AND $$:upper$$ < $2     -- :lower")
    #expect(
      PostgreSQLBoundNames.numbered("\":lower\" /* :lower /* :upper */ */ :lowered")
        == "\":lower\" /* :lower /* :upper */ */ :lowered")
  }

  @Test(
    arguments: [
      ("SELECT count(*) = 0 FROM customer WHERE full_name IS NULL", []), ("SELECT true;", []),
      ("SELECT a, b FROM customer", ["query-shape"]), ("SELECT 1; SELECT 2", ["query-shape"]),
      ("DELETE FROM customer", ["query-shape"]), ("SELECT 1 FROM customer FOR UPDATE", ["query-shape"]),
      ("WITH x AS (DELETE FROM customer RETURNING 1) SELECT count(*) FROM x", ["query-shape"]),
      ("SELECT 1 INTO x", ["query-shape"]), ("SELECT $1", ["parameter"]), ("SELECT FROM t", ["query-shape"]),
      ("", ["empty-script"]), ("SELEC 1", ["syntax-error"]), ("SELECT 1 FROM migrated.ledger", ["ledger"]),
      ("SELECT 1 UNION SELECT 2", []), ("VALUES (1, 2)", ["query-shape"]),
    ] as [(String, [String])])
  func `A query is one SELECT of one column`(sql: String, rules: [String]) { #expect(Pg.query(sql).rules == rules) }

  @Test func `No statement is passed over, however wrong`() {
    #expect(Pg.expand("CREATE TABLE a (b int); nonsense 1; CREATE TABLE c (d int);").rules == ["syntax-error"])
    #expect(Pg.expand("nonsense; CREATE TABLE c (d int);").rules == ["syntax-error"])
    #expect(Pg.expand("CREATE TABLE c (d int); x y").rules == ["unterminated"])
  }

  @Test func `A body of SQL statements is one statement`() throws {
    let text = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; CREATE TABLE a (b int);"
    #expect(try PostgreSQLScript.statements(of: Pg.source(text)).count == 2)
  }

  @Test func `A script is taken apart with its places`() throws {
    let text =
      "-- first\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\n\n /* a /* b */ */ SELECT\n 2 ;"
    let statements = try PostgreSQLScript.statements(of: Pg.source(text))
    #expect(statements.map(\.sql) == ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$", "SELECT\n 2"])
    #expect(statements.map(\.line) == [2, 4])
    #expect(statements.map(\.column) == [1, 18])
  }
}
