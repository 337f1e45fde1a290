import MigrationLint
import MigrationPhases
import Testing

/// Plans that would hurt an application that is running, each in a way of its own. All are refused before anything is
/// touched.
@Suite struct HarmTests {
  struct Harm: Sendable, CustomTestStringConvertible {
    var expand: String
    var rollback: String?
    var backfill: LintBackfill?
    var old: [String]
    /// Of the first error.
    var rule: String

    init(_ expand: String, back: String? = nil, fill: LintBackfill? = nil, old: [String] = [], _ rule: String) {
      (self.expand, rollback, backfill, self.old, self.rule) = (expand, back, fill, old, rule)
    }

    var testDescription: String { "\(expand) \(rollback ?? "")" }
  }

  private static func copy(_ select: String, into table: String) -> LintBackfill {
    let sql = "INSERT INTO \(table) SELECT \(select) FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper"
    return .script(table: "Customer", source: ScriptSource(file: "backfill.sql", text: sql))
  }

  private static func set(_ column: String, _ expression: String) -> LintBackfill {
    .update(
      table: "Customer",
      assignments: [.init(column: column, expression: ScriptSource(file: "migration.yaml", text: expression))],
      condition: nil)
  }

  private static let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
  private static let taken = "CREATE TRIGGER Take INSTEAD OF INSERT ON Big BEGIN DELETE FROM Invoice; END"

  static let rowsGo: [Harm] = [
    Harm("CREATE TRIGGER t INSTEAD OF INSERT ON Big BEGIN DELETE FROM Invoice; END;", "trigger-writes"),
    Harm("CREATE TRIGGER t INSTEAD OF INSERT ON Big BEGIN UPDATE Invoice SET Total = 0; END;", "trigger-writes"),
    Harm("INSERT INTO Big VALUES (1, 2);", old: [taken], "delete"),
    Harm(
      "CREATE TRIGGER t INSTEAD OF INSERT ON Big BEGIN DELETE FROM Invoice; END; INSERT INTO Big VALUES (1, 2); "
        + "DROP TRIGGER t;", "delete"),
    Harm(
      "CREATE TABLE n (a); CREATE TRIGGER t AFTER INSERT ON n BEGIN DELETE FROM Invoice; END; INSERT INTO n VALUES (1); "
        + "DROP TABLE n;", "delete"),
    Harm(
      "CREATE TABLE n (a); CREATE TRIGGER t AFTER DELETE ON n BEGIN UPDATE Customer SET Email = ''; END; "
        + "INSERT INTO n VALUES (1); DELETE FROM n; DROP TRIGGER t;", "update"),
    Harm(
      "CREATE VIEW w AS SELECT 1 AS a; CREATE TRIGGER t INSTEAD OF INSERT ON w BEGIN REPLACE INTO Log (LogId) VALUES (1); "
        + "END; INSERT INTO w VALUES (1);", "trigger-writes"),
    Harm("WITH x AS (SELECT 1 AS a) REPLACE INTO Log (LogId) SELECT a FROM x;", "update"),
    Harm(
      "CREATE TABLE n (a);",
      back:
        "CREATE TRIGGER t AFTER INSERT ON n BEGIN DELETE FROM Invoice; END; INSERT INTO n VALUES (1); DROP TABLE n;",
      "delete"),
    Harm("CREATE TABLE n (a);", back: "DELETE FROM Log WHERE LogId = 1; DROP TABLE n;", "delete"),
    Harm("CREATE TABLE n (a);", back: "DROP TABLE n; DROP INDEX InvoiceCustomer;", "drop"),
    Harm(
      "CREATE TABLE n (a PRIMARY KEY); CREATE TRIGGER t AFTER INSERT ON n BEGIN UPDATE Customer SET Email = 1; END;",
      fill: copy("CustomerId", into: "n"), "trigger-writes"),
    Harm("CREATE TABLE n (a);", fill: copy("Email", into: "Log (Line)"), "backfill-overwrites"),
    Harm("ALTER TABLE Customer ADD COLUMN a;", fill: set("Email", "lower(Email)"), "backfill-overwrites"),
  ]

  static let writesFail: [Harm] = [
    Harm("ALTER TABLE Customer ADD COLUMN a TEXT AS (lower(Email)) NOT NULL;", "new-constraint"),
    Harm("ALTER TABLE Customer ADD COLUMN a TEXT CHECK (Email LIKE '%@%');", "new-constraint"),
    Harm("ALTER TABLE Invoice ADD COLUMN a INTEGER DEFAULT 5 CHECK (Total >= a);", "new-constraint"),
    Harm(
      "ALTER TABLE Customer ADD COLUMN a AS (Email ->> '$.city'); CREATE INDEX i ON Customer (a);", "new-constraint"),
    Harm("CREATE INDEX i ON Customer (LastName) WHERE json_extract(Email, '$.a') = 1;", "new-constraint"),
    Harm(
      "ALTER TABLE s ADD COLUMN b INTEGER DEFAULT 'x';", old: ["CREATE TABLE s (a INTEGER) STRICT"], "new-constraint"),
    Harm(
      "ALTER TABLE Customer ADD COLUMN a TEXT NOT NULL DEFAULT ''; CREATE UNIQUE INDEX i ON Customer (a);",
      "unique-index"),
    Harm("CREATE UNIQUE INDEX i ON Customer (CustomerId > 0);", "unique-index"),
    Harm("CREATE TRIGGER t BEFORE INSERT ON Customer BEGIN SELECT RAISE(ABORT, 'closed'); END;", "trigger-raises"),
    Harm(
      "CREATE TABLE n (a NOT NULL); CREATE TRIGGER t AFTER INSERT ON Customer BEGIN INSERT INTO n VALUES (NULL); END;",
      "trigger-fails"),
    Harm(
      "CREATE TRIGGER t AFTER UPDATE ON Customer BEGIN SELECT count(*) FROM (\(numbers)); END;", "trigger-fails"),
    Harm("CREATE TRIGGER t AFTER INSERT ON Customer BEGIN SELECT abs(-9223372036854775807 - 1); END;", "trigger-fails"),
    Harm("ALTER TABLE Customer ADD COLUMN a REFERENCES Nobody ON DELETE SET NULL;", "breaks-existing"),
    Harm(
      "CREATE TABLE n (c INTEGER REFERENCES Customer);", fill: copy("CustomerId", into: "n"), "new-constraint"),
    Harm(
      "CREATE TABLE n (c INTEGER REFERENCES Customer); CREATE TRIGGER t AFTER INSERT ON Customer BEGIN "
        + "INSERT INTO n VALUES (NEW.CustomerId); END;", "new-constraint"),
    Harm(
      "ALTER TABLE Customer ADD COLUMN a; CREATE TRIGGER t AFTER INSERT ON Customer BEGIN UPDATE Customer SET a = 1; END;",
      back: "ALTER TABLE Customer DROP COLUMN a;", "breaks-existing"),
    Harm(
      "CREATE TABLE n (a PRIMARY KEY); CREATE TRIGGER t AFTER INSERT ON Customer BEGIN INSERT OR ROLLBACK INTO n "
        + "VALUES (NEW.LastName); END;", "trigger-raises"),
    Harm(
      "CREATE TRIGGER t BEFORE INSERT ON Log BEGIN SELECT RAISE(IGNORE) WHERE NEW.Line = ''; END;", "trigger-raises"),
  ]

  static let meaningChanges: [Harm] = [
    Harm(
      "ALTER TABLE Log ADD COLUMN Total;",
      old: ["CREATE VIEW w AS SELECT InvoiceId FROM Invoice WHERE EXISTS (SELECT 1 FROM Log WHERE Total > 9)"],
      "schema-change"),
    Harm(
      "ALTER TABLE Log ADD COLUMN CustomerId;",
      old: ["CREATE VIEW w AS SELECT Line FROM Log NATURAL JOIN Customer"], "schema-change"),
    Harm(
      "ALTER TABLE Log ADD COLUMN open;", old: ["CREATE VIEW w AS SELECT Line, \"open\" AS state FROM Log"],
      "schema-change"),
    Harm("ALTER TABLE Log ADD COLUMN oid;", "reserved-name"),
    Harm("CREATE VIEW json_each AS SELECT 1 AS value;", "reserved-name"),
    Harm("ALTER TABLE Customer ADD COLUMN a;", fill: set("a", "(SELECT 1 FROM pragma_optimize)"), "pragma"),
  ]

  @Test(arguments: rowsGo + writesFail + meaningChanges)
  func `What hurts is refused`(harm: Harm) {
    let input = LintInput(
      expand: ScriptSource(file: "expand.sql", text: harm.expand),
      rollback: harm.rollback.map { ScriptSource(file: "expand.rollback.sql", text: $0) }, backfill: harm.backfill)
    let findings = SQLiteLint.check(input, schema: Shop.schema + harm.old)
    #expect(findings.first { $0.severity == .error }?.rule == harm.rule, "\(findings)")
  }
}
