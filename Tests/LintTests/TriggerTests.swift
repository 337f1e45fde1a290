import MigrationLint
import MigrationPhases
import Testing

@Suite struct TriggerTests {
  @Test func `A trigger may write the columns that expand adds, not those that were there`() {
    let column = "ALTER TABLE Customer ADD COLUMN full_name TEXT;\n"
    let trigger = { (set: String) in
      column + "CREATE TRIGGER keep AFTER INSERT ON Customer BEGIN UPDATE Customer SET \(set); END;"
    }
    #expect(Shop.expand(trigger("full_name = NEW.FirstName")).rules == [])
    #expect(
      Shop.expand(trigger("full_name = NEW.FirstName, Email = 'x', LastName = 'y'")).map(\.description) == [
        """
        expand.sql:2:1: error: the trigger keep changes Customer.Email, Customer.LastName, which was there before \
        [trigger-writes]
          hint: a trigger of expand may write what expand added, nothing else
        """
      ])
  }

  @Test func `A column that a later statement adds is a new one, too`() {
    let sql = """
      CREATE TRIGGER keep AFTER INSERT ON Customer BEGIN UPDATE Customer SET later = 1; END;
      ALTER TABLE Customer ADD COLUMN later;
      """
    #expect(Shop.expand(sql).rules == [])
  }

  @Test(arguments: [
    "CREATE TRIGGER t AFTER DELETE ON Log BEGIN DELETE FROM Invoice WHERE InvoiceId = OLD.Count; END;",
    "CREATE TRIGGER t BEFORE UPDATE OF Line ON Log BEGIN UPDATE Invoice SET Total = 0; END;",
    "CREATE TRIGGER t INSTEAD OF INSERT ON Big BEGIN UPDATE Invoice SET Total = 0; END;",
    "CREATE TABLE n (a); CREATE TRIGGER t AFTER INSERT ON n BEGIN DELETE FROM Invoice; END;",
    "CREATE TRIGGER t AFTER INSERT ON Log BEGIN REPLACE INTO Customer VALUES (1, 'a', 'b', 'c'); "
      + "INSERT INTO Customer VALUES (1, 'a', 'b', 'c') ON CONFLICT DO UPDATE SET Email = 1; END;",
  ])
  func `Whatever sets it off, a new trigger leaves old rows alone`(sql: String) {
    #expect(Shop.expand(sql).rules.contains("trigger-writes"), "\(Shop.expand(sql))")
  }

  @Test func `Rows that a new trigger adds to an old table are a warning`() {
    let sql = "CREATE TRIGGER t AFTER INSERT ON Customer BEGIN INSERT INTO Log (Line) VALUES ('x'); END;"
    #expect(Shop.expand(sql).rules == ["insert?"])
    #expect(Shop.expand("CREATE TABLE New (Line); " + sql.replacing("INTO Log", with: "INTO New")).rules == [])
  }

  @Test func `A trigger that can refuse a write is a warning`() {
    let sql = "CREATE TRIGGER t BEFORE INSERT ON Customer WHEN NEW.Email = '' BEGIN SELECT RAISE(ABORT, 'no'); END;"
    #expect(Shop.expand(sql).rules == ["trigger-raises?"])
  }

  @Test(arguments: [
    "CREATE TRIGGER t AFTER INSERT ON Customer BEGIN UPDATE Customer SET absent = 1; END;",
    "CREATE TRIGGER t AFTER INSERT ON Customer BEGIN UPDATE Nobody SET absent = 1; END;",
    "CREATE TRIGGER t AFTER UPDATE ON Customer WHEN NEW.absent IS NULL BEGIN SELECT 1; END;",
    "CREATE TRIGGER t AFTER DELETE ON Customer BEGIN INSERT INTO Log (Line) SELECT NEW.Email; END;",
  ])
  func `A trigger that would fail when it is set off is found`(sql: String) {
    #expect(Shop.expand(sql).rules.first == "unknown-name", "\(Shop.expand(sql))")
    #expect(Shop.contract("-- contract-phase-ok: nobody reads it any more\n" + sql).rules == ["unknown-name"])
  }

  @Test func `A new trigger that fails is blamed once, not the old one beside it`() {
    let sql = "CREATE TRIGGER bad AFTER INSERT ON Invoice BEGIN SELECT NEW.absent; END;"
    #expect(Shop.expand(sql).rules == ["unknown-name"])
  }

  @Test func `Of two triggers the one that is wrong is named`() {
    let sql = """
      CREATE TRIGGER good AFTER INSERT ON Customer BEGIN SELECT 1; END;
      CREATE TRIGGER bad AFTER INSERT ON Customer BEGIN SELECT NEW.absent; END;
      """
    #expect(
      Shop.expand(sql).map(\.description) == [
        """
        expand.sql:2:1: error: the trigger bad would fail whenever it is set off: no such column: NEW.absent \
        [unknown-name]
          hint: compare its body with the tables as they are after this script
        """
      ])
  }

  @Test func `An old trigger or view that no longer works is found`() {
    let schema =
      Shop.schema + [
        "CREATE TABLE Copy (a, b, c, d)",
        "CREATE TRIGGER Copied AFTER INSERT ON Customer BEGIN INSERT INTO Copy SELECT * FROM Customer; END",
      ]
    let expand = ScriptSource(file: "expand.sql", text: "ALTER TABLE Customer ADD COLUMN full_name TEXT;")
    #expect(
      SQLiteLint.check(LintInput(expand: expand), schema: schema).map(\.description) == [
        """
        expand.sql: error: after expand, INSERT INTO Customer does not work any more: table Copy has 4 columns but 5 \
        values were supplied [breaks-existing]
          hint: change the view or trigger in the same script
        """
      ])
  }

  @Test func `What did not work before is not expand's fault`() {
    let schema = Shop.schema + ["CREATE VIEW Broken AS SELECT absent FROM Nowhere"]
    let expand = ScriptSource(file: "expand.sql", text: "ALTER TABLE Customer ADD COLUMN full_name TEXT;")
    let findings = SQLiteLint.check(LintInput(expand: expand), schema: schema)
    #expect(findings == [])
  }

  @Test(arguments: [
    ("SELECT abs(NEW.CustomerId)", "abs() fails on the lowest integer"),
    ("SELECT NEW.Email LIKE 'x' ESCAPE NEW.LastName", "what ESCAPE is given may be more or less than one character"),
    ("SELECT sum(LogId) FROM Log", "sum() may be more than an integer holds"),
    (
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < NEW.CustomerId) SELECT count(*) FROM n",
      "its recursive query may not end"
    ),
  ])
  func `A trigger that can fail on some row is a warning`(body: String, reason: String) {
    let findings = Shop.expand("CREATE TRIGGER t AFTER INSERT ON Customer BEGIN \(body); END;")
    #expect(findings.rules == ["trigger-fails?"])
    #expect(findings.first?.message.hasSuffix("fails with it: \(reason)") == true, "\(findings)")
  }

  @Test func `What is given to such a function can be harmless`() {
    let body = "SELECT abs(-5), NEW.Email LIKE '!%x' ESCAPE '!', max(LogId) FROM Log"
    #expect(Shop.expand("CREATE TRIGGER t AFTER INSERT ON Customer BEGIN \(body); END;").rules == [])
  }
}
