import MigrationLint
import MigrationPhases
import Testing

/// What a new trigger does to old rows without saying DELETE or UPDATE.
@Suite struct TriggerConflictTests {
  private static let schema =
    Shop.schema + [
      "CREATE TABLE Setting (Name TEXT UNIQUE ON CONFLICT REPLACE, Value TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '')",
      "CREATE TABLE Counted (Name TEXT PRIMARY KEY, Count INTEGER) WITHOUT ROWID",
      "CREATE TABLE Filled (Name TEXT, Value TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '')",
    ]

  private func expand(_ body: String, before: String = "", offline: Bool = false) -> [Finding] {
    let text = before + "CREATE TRIGGER t AFTER UPDATE OF Email ON Customer BEGIN \(body) END;"
    return SQLiteLint.check(
      LintInput(expand: ScriptSource(file: "expand.sql", text: text)), schema: offline ? nil : Self.schema)
  }

  private func told(_ findings: [Finding]) -> [String] {
    findings.filter { $0.severity == .error }.map { "\($0.rule): \($0.message)" }
  }

  @Test(arguments: [
    "INSERT OR REPLACE INTO Log (LogId, Line) VALUES (1, 'x');", "REPLACE INTO Log (LogId) VALUES (1);",
    "SELECT 1; replace into main_log VALUES (1); REPLACE INTO \"Log\" (LogId) VALUES (1);",
    "UPDATE OR REPLACE Log SET n = 1;", "INSERT INTO New VALUES (1, 2); INSERT OR REPLACE INTO [LOG] (n) VALUES (3);",
  ])
  func `REPLACE takes old rows away, said in whatever way`(body: String) {
    let before = "CREATE TABLE New (a, b); CREATE TABLE main_log (a); ALTER TABLE Log ADD COLUMN n; "
    for offline in [false, true] {
      let told = told(expand(body, before: before, offline: offline)).map { $0.lowercased() }
      #expect(
        told == ["trigger-writes: the trigger t takes rows of log, which was there before, away by replace"],
        "offline: \(offline)")
    }
  }

  @Test func `The place and the remedy are named`() {
    #expect(
      expand("REPLACE INTO Log (LogId) VALUES (1);", before: "\n").filter { $0.severity == .error }.map(\.description)
        == [
          """
          expand.sql:2:1: error: the trigger t takes rows of Log, which was there before, away by REPLACE \
          [trigger-writes]
            hint: a trigger of expand may write what expand added, nothing else
          """
        ])
  }

  @Test func `A trigger may replace rows of a table that expand made`() {
    let before = "CREATE TABLE New (a PRIMARY KEY, b); "
    for offline in [false, true] {
      #expect(expand("INSERT OR REPLACE INTO New VALUES (NEW.Email, 1);", before: before, offline: offline).rules == [])
    }
  }

  @Test func `A table that replaces by its own definition does so under a plain INSERT`() {
    #expect(
      told(expand("INSERT INTO Setting VALUES (NEW.Email, 'x');")) == [
        "trigger-writes: the trigger t takes rows of Setting, which was there before, away by REPLACE"
      ])
    #expect(expand("INSERT INTO Filled VALUES (NEW.Email, NULL);").rules == ["insert?"])
  }

  @Test(arguments: [
    (
      "INSERT INTO Counted (Name, Count) VALUES (NEW.Email, 1) ON CONFLICT DO UPDATE SET Count = Count + 1;",
      "Counted.Count"
    ),
    (
      "INSERT INTO Counted (Name, Count) VALUES (NEW.Email, 1) ON CONFLICT DO UPDATE SET (n, Count) = (1, 2);",
      "Counted.Count"
    ),
    ("UPDATE Counted SET n = 1, Count = 2;", "Counted.Count"),
  ])
  func `Old columns are not changed, by an upsert either`(body: String, column: String) {
    let before = "ALTER TABLE Counted ADD COLUMN n; "
    for offline in [false, true] {
      #expect(
        told(expand(body, before: before, offline: offline)) == [
          "trigger-writes: the trigger t changes \(column), which was there before"
        ], "offline: \(offline)")
    }
  }

  @Test func `A REPLACE is handed on to what it sets off`() {
    let before = """
      CREATE TABLE New (a PRIMARY KEY, b);
      CREATE TRIGGER inner AFTER INSERT ON New BEGIN INSERT INTO Log (LogId) VALUES (NEW.b); END;

      """
    #expect(
      told(expand("INSERT OR REPLACE INTO New VALUES (1, 2);", before: before)) == [
        "trigger-writes: the trigger t hands its REPLACE on to inner, which then takes rows of Log, which was there "
          + "before, away"
      ])
    #expect(
      told(expand("INSERT INTO New VALUES (1, 2);", before: before)) == [
        "trigger-writes: the trigger t takes rows of Log, which was there before, away where the running release writes "
          + "with OR REPLACE: what that sets off replaces, too"
      ])
    #expect(told(Shop.expand(before)) == [])
    let plain = Shop.expand(before + "REPLACE INTO New VALUES (1, 2); INSERT INTO New VALUES (3, 4);")
    #expect(
      told(plain) == [
        "update: New: REPLACE is handed on to the triggers that it sets off, which take rows of Log away that were there "
          + "before"
      ])
  }

  @Test func `The running release's own REPLACE is handed on, too`() {
    #expect(
      told(expand("INSERT OR IGNORE INTO Log (LogId) VALUES (OLD.CustomerId);")) == [
        "trigger-writes: the trigger t takes rows of Log, which was there before, away where the running release writes "
          + "with OR REPLACE: what that sets off replaces, too"
      ])
    // A row with a number of its own is in nobody's way.
    #expect(expand("INSERT INTO Log (Line) VALUES (NEW.Email);").rules == ["insert?"])
  }

  @Test func `Rows that go along by a foreign key are old rows, too`() {
    let before = """
      CREATE TABLE Region (id INTEGER PRIMARY KEY);
      ALTER TABLE Invoice ADD COLUMN region INTEGER REFERENCES Region ON DELETE CASCADE;

      """
    #expect(
      told(expand("DELETE FROM Region;", before: before)) == [
        "trigger-writes: the trigger t deletes rows that rows of Invoice, which was there before, go along with by ON "
          + "DELETE CASCADE"
      ])
  }

  @Test(arguments: ["rowid", "oid", "_rowid_", "CustomerId", "Email"])
  func `Whatever an UPDATE calls the column, what it sets off is looked at`(column: String) {
    let sql =
      "CREATE TRIGGER t AFTER UPDATE OF \(column) ON Customer BEGIN DELETE FROM Log; UPDATE Log SET Line = 1; END;"
    for offline in [false, true] {
      #expect(
        told(Shop.expand(sql, offline: offline)) == [
          "trigger-writes: the trigger t deletes rows of Log, which was there before",
          "trigger-writes: the trigger t changes Log.Line, which was there before",
        ])
    }
  }

  @Test func `What the running release deletes does not come back`() {
    for offline in [false, true] {
      let findings = Shop.expand(
        "CREATE TRIGGER t AFTER DELETE ON Log BEGIN INSERT INTO log (Line) VALUES (OLD.Line); END;", offline: offline)
      #expect(
        findings.map(\.description) == [
          """
          expand.sql:1:1: error: the trigger t adds rows to Log, the table that sets it off, which was there before \
          [trigger-writes]
            hint: a trigger of expand may write what expand added, nothing else
          """
        ])
    }
  }

  @Test func `Old triggers that a new one sets off are a warning`() {
    let old = "CREATE TRIGGER Stamp AFTER UPDATE ON Customer BEGIN UPDATE Log SET Count = Count + 1; END"
    let expand = """
      ALTER TABLE Customer ADD COLUMN full_name TEXT;
      CREATE TRIGGER t AFTER INSERT ON Customer BEGIN UPDATE Customer SET full_name = NEW.FirstName; END;
      CREATE TRIGGER u AFTER DELETE ON Customer BEGIN SELECT 1; END;
      """
    let findings = SQLiteLint.check(
      LintInput(expand: ScriptSource(file: "expand.sql", text: expand)), schema: Shop.schema + [old])
    #expect(
      findings.map(\.description) == [
        """
        expand.sql:2:1: warning: the trigger t sets off Stamp, which was there before [trigger-sets-off]
          hint: make sure that this is meant, and that it may happen for each row
        """
      ])
    #expect(Shop.expand(expand).rules == [])
  }

  @Test func `A name that is a keyword hides no statement`() {
    let column = "ALTER TABLE Customer ADD COLUMN begin TEXT; "
    let trigger = "CREATE TRIGGER t AFTER UPDATE OF begin ON Customer WHEN NEW.begin BEGIN REPLACE INTO Log (LogId) "
    for offline in [false, true] {
      #expect(told(Shop.expand(column + trigger + "VALUES (1); END;", offline: offline)).count == 1)
    }
  }

  @Test(arguments: [
    "INSERT INTO notes (notes) VALUES ('delete-all');", "INSERT INTO notes AS n (rowid, \"notes\") VALUES (1, 'x');",
  ])
  func `A command to an old virtual table is none of expand's`(sql: String) {
    let schema = ["CREATE VIRTUAL TABLE notes USING fts5(body)", "CREATE TABLE x (a)"]
    let check = { (text: String) in
      SQLiteLint.check(LintInput(expand: ScriptSource(file: "expand.sql", text: text)), schema: schema)
    }
    #expect(
      check(sql).map(\.description) == [
        """
        expand.sql:1:1: error: INSERT INTO notes: it is a command to the virtual table, which may empty it \
        [internal-table]
          hint: make a virtual table of its own
        """
      ])
    #expect(
      told(check("CREATE TRIGGER t AFTER INSERT ON x BEGIN \(sql.replacing(" AS n", with: "")) END;")) == [
        "internal-table: the trigger t gives a command to the virtual table notes, which may empty it"
      ])
    let own = "CREATE VIRTUAL TABLE mine USING fts5(body); " + sql.replacing("notes", with: "mine")
    #expect(check(own).rules == [])
  }

  @Test(arguments: [
    ("sqlite_sequence", "it is SQLite's own"), ("notes_data", "a virtual table keeps its rows there"),
  ])
  func `Tables that are SQLite's own business are left to it`(table: String, reason: String) {
    let schema = [
      "CREATE VIRTUAL TABLE notes USING fts5(body)", "CREATE TABLE x (a INTEGER PRIMARY KEY AUTOINCREMENT)",
    ]
    let check = { (text: String) in
      told(SQLiteLint.check(LintInput(expand: ScriptSource(file: "expand.sql", text: text)), schema: schema))
    }
    let insert = "INSERT INTO \(table) VALUES (1, 9223372036854775807);"
    #expect(check(insert) == ["internal-table: INSERT INTO \(table): \(reason)"])
    #expect(
      check("CREATE TRIGGER t AFTER INSERT ON x BEGIN \(insert) END;").last
        == "internal-table: the trigger t adds rows to \(table): \(reason)")
  }
}
