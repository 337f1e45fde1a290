import MigrationLint
import MigrationPhases
import Testing

@Suite struct RollbackTests {
  private let expand = """
    ALTER TABLE Customer ADD COLUMN full_name TEXT;
    CREATE TABLE Note (a);
    CREATE INDEX NoteA ON Note (a);
    CREATE VIEW Notes AS SELECT a FROM Note;
    CREATE TRIGGER keep AFTER INSERT ON Customer BEGIN UPDATE Customer SET full_name = 'x'; END;
    """
  private let back = """
    DROP TRIGGER keep; DROP VIEW Notes; DROP TABLE Note; ALTER TABLE Customer DROP COLUMN full_name;
    """

  @Test func `A rollback that takes back what was added is right`() {
    #expect(Shop.rollback(of: expand, back).rules == [])
    #expect(Shop.rollback(of: expand, back, offline: true).rules == [])
  }

  @Test func `What is left over or gone is named`() {
    let findings = Shop.rollback(of: expand, "DROP TRIGGER keep; DROP VIEW Notes; CREATE TABLE more (a);")
    #expect(
      findings.map(\.description) == [
        """
        expand.rollback.sql: error: after expand and its rollback the schema is not what it was: column \
        Customer.full_name is left over; table more is left over; table Note is left over; index NoteA is left over \
        [rollback-differs]
          hint: take back exactly what expand added, last thing first
        """
      ])
    #expect(
      Shop.rollback(of: expand, "DROP TRIGGER keep; DROP VIEW Notes;", offline: true).rules == ["rollback-differs"])
  }

  @Test func `A table that only a trigger's body names is not missed without a schema`() {
    let expand = """
      CREATE TABLE lg (a);
      CREATE TRIGGER t AFTER INSERT ON Customer BEGIN INSERT INTO lg SELECT count(*) FROM Invoice; END;
      """
    #expect(Shop.rollback(of: expand, "DROP TRIGGER t; DROP TABLE lg;", offline: true).rules == [])
    #expect(Shop.rollback(of: expand, "DROP TRIGGER t;", offline: true).rules == ["rollback-differs"])
  }

  @Test func `A column taken out and put in again is not the same`() {
    let findings = Shop.rollback(
      of: "ALTER TABLE Log ADD COLUMN x TEXT;",
      "ALTER TABLE Log DROP COLUMN Line; ALTER TABLE Log RENAME COLUMN x TO Line;")
    #expect(findings.rules.contains("drop"))
  }

  @Test(arguments: [
    ("DROP TABLE Customer;", "drop"), ("DELETE FROM Customer;", "delete"), ("UPDATE Customer SET Email = 1;", "update"),
    ("ALTER TABLE Log RENAME TO Protocol;", "rename"), ("COMMIT;", "transaction-control"),
  ])
  func `A rollback may not touch what was there before expand`(sql: String, rule: String) {
    let findings = Shop.rollback(of: expand, back + sql)
    #expect(findings.rules.contains(rule))
    #expect(findings.allSatisfy { $0.file == "expand.rollback.sql" })
    #expect(Shop.rollback(of: expand, back + sql, offline: true).rules.contains(rule))
  }

  @Test func `What expand inserts into an old table stays, and both say so`() {
    let row = "INSERT INTO Log (LogId, Line) VALUES (7, 'x');"
    let findings = Shop.rollback(of: row, "DELETE FROM Log WHERE LogId = 7;")
    #expect(
      findings.map(\.description) == [
        """
        expand.sql:1:1: warning: INSERT INTO Log: the running release sees these rows [insert]
          hint: make sure that it can deal with them for good: no rollback takes them out; rows that must go again \
        belong in a table that expand makes
        """,
        """
        expand.rollback.sql:1:1: error: DELETE FROM Log: rows that the running release may use would be gone [delete]
          hint: leave the rows where they are; rows that must go again belong in a table that expand makes
        """,
      ])
    #expect(
      Shop.rollback(of: row, "UPDATE Log SET Line = 'y';").last?.hint
        == "leave the rows as they are: the rollback drops what expand added, and nothing else changed")
  }

  @Test func `Rows of what expand added may be taken out`() {
    #expect(Shop.rollback(of: expand, "DELETE FROM Note; UPDATE Note SET a = 1;" + back).rules == [])
  }

  @Test func `A rollback does not change what later checks see`() {
    let input = LintInput(
      expand: ScriptSource(file: "expand.sql", text: expand),
      rollback: ScriptSource(file: "expand.rollback.sql", text: back),
      queries: [
        LintQuery(
          label: "verify", phase: .switch,
          source: ScriptSource(file: "v.sql", text: "SELECT count(full_name) = count(*) FROM Customer, Notes"))
      ])
    #expect(SQLiteLint.check(input, schema: Shop.schema) == [])
  }

  @Test func `Where expand is wrong its rollback is not blamed`() {
    #expect(
      Shop.rollback(of: "ALTER TABLE Custmer ADD COLUMN x;", "ALTER TABLE Custmer DROP COLUMN x;").rules == [
        "unknown-name"
      ])
  }

  @Test func `A rollback without an end is stopped, and what comes after is looked at`() {
    let endless = "CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT i FROM n;"
    let input = LintInput(
      expand: ScriptSource(file: "expand.sql", text: expand),
      rollback: ScriptSource(file: "expand.rollback.sql", text: endless),
      queries: [
        LintQuery(label: "verify", phase: .expand, source: ScriptSource(file: "v.sql", text: "SELECT a, a FROM Note"))
      ])
    #expect(SQLiteLint.check(input, schema: Shop.schema).rules == ["not-analysable", "query-shape"])
  }
}
