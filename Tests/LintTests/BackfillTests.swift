import MigrationLint
import MigrationPhases
import Testing

@Suite struct BackfillTests {
  private static let expand = """
    ALTER TABLE Customer ADD COLUMN full_name TEXT;
    ALTER TABLE Customer ADD COLUMN length INTEGER AS (length(full_name));
    CREATE TABLE Name (CustomerId INTEGER PRIMARY KEY, Text TEXT, Kind TEXT UNIQUE ON CONFLICT REPLACE);
    CREATE TABLE Plain (CustomerId INTEGER, Text TEXT);
    """

  private func update(
    _ expression: String, column: String = "full_name", table: String = "Customer", where condition: String? = nil
  ) -> [Finding] {
    let place = { ScriptSource(file: "migration.yaml", text: $0, line: 20, column: 7) }
    return Shop.backfill(
      .update(
        table: table, assignments: [.init(column: column, expression: place(expression))],
        condition: condition.map(place)), after: Self.expand)
  }

  private func script(_ sql: String, table: String = "Customer") -> [Finding] {
    Shop.backfill(.script(table: table, source: ScriptSource(file: "backfill.sql", text: sql)), after: Self.expand)
  }

  @Test(arguments: [
    "FirstName || ' ' || LastName", "0", "(SELECT max(Total) FROM Invoice)", "CASE WHEN 1 THEN ')' END",
  ])
  func `An expression over the row is right`(expression: String) {
    #expect(update(expression, where: "full_name IS NULL AND (Email <> '' OR 1)").rules == [])
  }

  @Test(arguments: [
    ("absent", "migration.yaml:20:7: error: SQLite says: no such column: absent [unknown-name]"),
    ("FirstName ||", "migration.yaml:20:19: error: SQLite says: near \")\": syntax error [syntax-error]"),
    ("1 + nosuch(2)", "migration.yaml:20:11: error: SQLite says: no such function: nosuch [unknown-name]"),
    (
      "1), Email = (2",
      "migration.yaml:20:8: error: found a closing parenthesis too many, expected one SQL expression [backfill-shape]"
    ),
    (
      "1; DELETE FROM Log",
      "migration.yaml:20:8: error: found a semicolon, expected one SQL expression [backfill-shape]"
    ),
    ("1 -- one", "migration.yaml:20:9: error: found a comment, expected one SQL expression [backfill-shape]"),
    ("'a", "migration.yaml:20:7: error: found 'a without an end, expected one SQL expression [backfill-shape]"),
    (":lower", "migration.yaml:20:7: error: found the parameter :lower, expected one SQL expression [backfill-shape]"),
    (
      "(1",
      "migration.yaml:20:7: error: backfill: found a parenthesis that is never closed, expected one SQL expression "
        + "[backfill-shape]"
    ),
  ])
  func `What is no expression over the row is told with its place`(expression: String, finding: String) {
    #expect(update(expression).map(\.description) == [finding])
    #expect(update("1", where: expression).map(\.description) == [finding])
  }

  @Test func `Tables and columns must be there to be written`() {
    #expect(
      update("1", column: "absent").map(\.message) == ["backfill: there is no column Customer.absent after expand"])
    #expect(update("1", table: "Nobody").map(\.message) == ["backfill: there is no table Nobody after expand"])
    #expect(update("1", table: "Big").map(\.message) == ["backfill: Big is a view, a backfill needs a table"])
    #expect(update("1", table: "migrated_ledger").rules == ["ledger"])
    #expect(update("1", column: "length").rules == ["backfill-shape"])
    #expect(update("1", column: "CustomerID").rules == ["backfill-key"])
    #expect(update("1", column: "FULL_NAME", table: "customer").rules == [])
  }

  @Test func `Triggers that each row sets off are a warning, whatever those that were there before write`() {
    let expand = """
      ALTER TABLE Customer ADD COLUMN full_name TEXT;
      CREATE TRIGGER Changed AFTER UPDATE ON Customer BEGIN INSERT INTO Log (Line) VALUES ('x'); END;
      """
    let old = "CREATE TRIGGER Old AFTER UPDATE ON Customer BEGIN UPDATE Customer SET Email = 1; DELETE FROM Log; END"
    let backfill = LintBackfill.update(
      table: "Customer",
      assignments: [.init(column: "full_name", expression: ScriptSource(file: "migration.yaml", text: "Email"))],
      condition: nil)
    let findings = SQLiteLint.check(
      LintInput(expand: ScriptSource(file: "expand.sql", text: expand), backfill: backfill),
      schema: Shop.schema + [old])
    #expect(findings.rules == ["insert?", "backfill-triggers?"])
    #expect(findings.last?.message == "every row written to Customer sets off Changed, Old")
  }

  @Test(arguments: [
    "UPDATE Customer SET full_name = 'x' WHERE CustomerId > :lower AND CustomerId <= :upper",
    "WITH x AS (SELECT 1) UPDATE customer SET full_name = 'x' WHERE CustomerId > :lower AND CustomerId <= :upper;",
    "INSERT INTO Plain SELECT CustomerId, LastName FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper;",
    "INSERT OR IGNORE INTO Plain SELECT CustomerId, 1 FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper;",
  ])
  func `A statement over a range of the table is right`(sql: String) {
    #expect(script(sql).rules == [])
  }

  @Test(arguments: [
    ("UPDATE Customer SET full_name = 1;", ["backfill-shape"]),
    ("UPDATE Customer SET full_name = 1 WHERE CustomerId > :lower;", ["backfill-shape"]),
    ("UPDATE Customer SET full_name = :x WHERE CustomerId > :lower AND CustomerId <= :upper;", ["backfill-shape"]),
    ("UPDATE Log SET Line = 1 WHERE LogId > :lower AND LogId <= :upper;", ["backfill-writes"]),
    ("DELETE FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper;", ["backfill-shape"]),
    ("REPLACE INTO Plain SELECT CustomerId, 1 FROM Customer WHERE CustomerId > :lower;", ["backfill-shape"]),
    ("UPDATE OR REPLACE Customer SET full_name = 1 WHERE CustomerId BETWEEN :lower AND :upper;", ["backfill-shape"]),
    (
      "INSERT INTO Name SELECT CustomerId, 1, 2 FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper;",
      ["backfill-writes"]
    ),
    (
      "INSERT INTO Customer SELECT * FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper;",
      ["backfill-writes"]
    ),
    ("INSERT INTO Plain SELECT LogId, 1 FROM Log WHERE LogId > :lower AND LogId <= :upper;", ["backfill-shape"]),
    (
      "UPDATE Customer SET full_name = 1 WHERE CustomerId > :lower AND CustomerId <= :upper; SELECT 1;",
      ["backfill-shape"]
    ),
    ("UPDATE Customer SET absent = 1 WHERE CustomerId > :lower AND CustomerId <= :upper;", ["unknown-name"]),
    ("UPDATE Customer SET full_name = = 1 WHERE CustomerId > :lower AND CustomerId <= :upper;", ["syntax-error"]),
    ("UPDATE migrated_ledger SET a = 1 WHERE b > :lower AND b <= :upper;", ["ledger", "backfill-writes"]),
    ("PRAGMA user_version = 3;", ["backfill-shape"]), ("COMMIT;", ["backfill-shape"]), ("-- none", ["empty-script"]),
    ("UPDATE Customer SET full_name = 'a", ["unterminated"]),
  ])
  func `What is more or less than that is refused`(sql: String, rules: [String]) {
    #expect(script(sql).rules == rules, "\(script(sql))")
  }

  @Test func `A table whose rows have no name of their own cannot be gone over`() {
    let check = { (table: String, backfill: LintBackfill) in
      let expand = ScriptSource(file: "expand.sql", text: "ALTER TABLE Odd ADD COLUMN more TEXT;")
      return SQLiteLint.check(LintInput(expand: expand, backfill: backfill), schema: [table])
    }
    let update = LintBackfill.update(
      table: "Odd", assignments: [.init(column: "more", expression: ScriptSource(file: "m.yaml", text: "x", line: 9))],
      condition: nil)
    let script = LintBackfill.script(
      table: "Odd", source: ScriptSource(file: "m.yaml", text: "UPDATE Odd SET more = x WHERE :lower < :upper", line: 9)
    )
    for backfill in [update, script] {
      #expect(
        check("CREATE TABLE Odd (rowid TEXT PRIMARY KEY, OID, _rowid_, x)", backfill).map(\.description) == [
          """
          m.yaml:9:1: error: backfill: Odd has columns named rowid, _rowid_ and oid, so that its rows have no name of their \
          own to go along [backfill-key]
            hint: write its rows with a program: backfill.run
          """
        ])
    }
    for able in [
      "CREATE TABLE Odd (rowid INTEGER PRIMARY KEY, oid, _rowid_, x)", "CREATE TABLE Odd (rowid, oid, x)",
      "CREATE TABLE Odd (rowid TEXT, oid TEXT, _rowid_, x, PRIMARY KEY (rowid, oid)) WITHOUT ROWID",
    ] { #expect(check(able, update) == []) }
  }

  @Test func `A table that does something when it is read is not read`() {
    let update = LintBackfill.update(
      table: "Customer",
      assignments: [
        .init(
          column: "more", expression: ScriptSource(file: "m.yaml", text: "(SELECT count(*) FROM pragma_optimize)"))
      ], condition: nil)
    #expect(Shop.backfill(update, after: "ALTER TABLE Customer ADD COLUMN more;").rules == ["pragma"])
  }

  @Test func `A table that is not there is told once`() {
    #expect(script("UPDATE Nobody SET a = 1", table: "Nobody").map(\.rule) == ["unknown-name"])
  }

  @Test func `Without a schema the shape is looked at, and what expand's text tells`() {
    let expand = ScriptSource(file: "expand.sql", text: "ALTER TABLE Customer ADD COLUMN a;")
    let update = { (expression: String) in
      LintBackfill.update(
        table: "Customer",
        assignments: [.init(column: "a", expression: ScriptSource(file: "m.yaml", text: expression))],
        condition: ScriptSource(file: "m.yaml", text: "d IS NULL"))
    }
    let script = LintBackfill.script(
      table: "Customer",
      source: ScriptSource(file: "b.sql", text: "UPDATE Customer SET a = b WHERE id > :lower AND id <= :upper"))
    for backfill in [script, update("b || absent(c)")] {
      #expect(SQLiteLint.check(LintInput(expand: expand, backfill: backfill), schema: nil) == [])
    }
    #expect(
      SQLiteLint.check(LintInput(expand: expand, backfill: update("b ||")), schema: nil).rules == ["syntax-error"])
  }
}
