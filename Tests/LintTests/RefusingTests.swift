import MigrationLint
import MigrationPhases
import MigrationSQLite
import Testing

/// What is new on old tables and can refuse, or drop, what the running release writes.
@Suite struct RefusingTests {
  private let new = """
    CREATE TABLE New (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE, b INTEGER NOT NULL DEFAULT 0, CHECK (b < 9));

    """

  private func trigger(_ body: String, on table: String = "Customer", offline: Bool = false) -> [Finding] {
    Shop.expand(new + "CREATE TRIGGER t AFTER INSERT ON \(table) BEGIN \(body) END;", offline: offline)
  }

  @Test func `A trigger that drops writes without a word is refused`() {
    for offline in [false, true] {
      #expect(
        trigger("SELECT raise(ignore) WHERE NEW.Email IS NULL;", offline: offline).map(\.description) == [
          """
          expand.sql:2:1: error: the trigger t drops what the running release writes to Customer, by RAISE(IGNORE), and \
          tells nobody [trigger-raises]
            hint: let it do nothing where it has nothing to do, by a WHEN
          """
        ])
      #expect(trigger("SELECT RAISE(ABORT, 'no') WHERE NEW.Email = '';", offline: offline).rules == ["trigger-raises?"])
      #expect(
        trigger("SELECT RAISE(FAIL, 'no'), RAISE(IGNORE) WHERE NEW.Email = '';", offline: offline).rules
          == ["trigger-raises", "trigger-raises?"])
      #expect(trigger("SELECT RAISE(IGNORE);", on: "New", offline: offline).rules == [])
    }
    let view =
      "CREATE VIEW V AS SELECT 1 AS a; CREATE TRIGGER t INSTEAD OF INSERT ON V BEGIN SELECT RAISE(IGNORE); END;"
    #expect(Shop.expand(view).rules == [])
  }

  @Test func `A trigger whose statements can fail says by what`() {
    #expect(
      trigger("INSERT INTO New VALUES (NEW.CustomerId, NEW.Email, 1);").map(\.description) == [
        """
        expand.sql:2:1: warning: the trigger t can fail, and what the running release writes to Customer fails with it: \
        New.a may be NULL; the check b < 9 may not hold; New.id may be there already; New.a may be there already \
        [trigger-fails]
          hint: make sure that it cannot, write INSERT OR IGNORE, or let the new columns be NULL
        """
      ])
    #expect(trigger("INSERT OR IGNORE INTO New VALUES (NEW.CustomerId, NEW.Email, 1);").rules == [])
    #expect(trigger("INSERT INTO New VALUES (NEW.id + 1, NEW.a, 1);", on: "New").rules == [])
    let column = "ALTER TABLE Customer ADD COLUMN full_name TEXT NOT NULL DEFAULT ''; "
    let keep = { (value: String) in
      "CREATE TRIGGER k AFTER INSERT ON Customer BEGIN UPDATE Customer SET full_name = \(value); END;"
    }
    #expect(Shop.expand(column + keep("NEW.Email")).rules == ["trigger-fails?"])
    #expect(Shop.expand(column + keep("'x'")).rules == [])
  }

  @Test func `A trigger fails by functions and modules, too`() {
    let column = "ALTER TABLE Customer ADD COLUMN city TEXT; "
    let set = { (value: String) in
      let sql = "CREATE TRIGGER t AFTER INSERT ON Customer BEGIN UPDATE Customer SET city = \(value); END;"
      return Shop.expand(column + sql).map(\.message)
    }
    let told = "the trigger t can fail, and what the running release writes to Customer fails with it: "
    #expect(set("json_extract(NEW.Email, '$.city')") == [told + "a text may be no JSON"])
    #expect(set("CASE WHEN json_valid(NEW.Email) THEN NEW.Email ->> '$.city' END") == [])
    let search = """
      CREATE VIRTUAL TABLE Search USING fts5(body);
      CREATE TRIGGER t AFTER INSERT ON Customer BEGIN INSERT INTO Search VALUES (NEW.Email); END;
      """
    #expect(
      Shop.expand(search).map(\.message) == [told + "the running release's SQLite may lack the module of Search"])
  }

  @Test func `It fails with what it sets off, too`() {
    let inner = """
      CREATE TRIGGER inner BEFORE INSERT ON New WHEN NEW.b > 7 BEGIN SELECT RAISE(ABORT, 'no'); END;
      CREATE TRIGGER t AFTER INSERT ON Customer BEGIN INSERT OR IGNORE INTO New (a) VALUES (1); END;
      """
    let findings = Shop.expand(new + inner)
    #expect(findings.rules == ["trigger-fails?"])
    #expect(findings.first?.message.hasSuffix("fails with it: inner raises 'no'") == true)
  }

  @Test(arguments: [
    ("ADD COLUMN a TEXT CHECK (a <> 'x')", []), ("ADD COLUMN a INTEGER DEFAULT 5 CHECK (a BETWEEN 1 AND 9)", []),
    ("ADD a CHECK (\"a\" <> 1 AND length(a) < 9)", []), ("ADD COLUMN a TEXT DEFAULT 'CHECK (b)'", []),
    ("ADD COLUMN a INTEGER DEFAULT 5 CHECK (a > 9)", ["new-constraint"]),
    ("ADD COLUMN a INTEGER CHECK (a IS NOT NULL)", ["new-constraint"]),
    ("ADD COLUMN a TEXT CONSTRAINT c CHECK (random() > 0)", ["new-constraint"]),
    ("ADD COLUMN a TEXT CHECK (a IS NULL OR a <> Email)", []),
    ("ADD COLUMN a TEXT CHECK (Email <> 'x' OR a IS NULL) CHECK (a <> '')", []),
    ("ADD COLUMN a TEXT NOT NULL ON CONFLICT IGNORE GENERATED ALWAYS AS (Email)", ["new-constraint"]),
    ("ADD COLUMN a TEXT AS (Email)", []),
    ("ADD COLUMN a AS (CASE WHEN json_valid(Email) THEN json_extract(Email, '$.x') END)", []),
  ])
  func `A condition on a new column of an old table is held against the running release`(
    sql: String, rules: [String]
  ) {
    #expect(Shop.expand("ALTER TABLE Customer \(sql);").rules == rules)
    #expect(Shop.expand("ALTER TABLE Customer \(sql);", offline: true).rules == rules)
    #expect(Shop.expand("CREATE TABLE n (Email); ALTER TABLE n \(sql);").rules == [])
  }

  @Test(arguments: [
    ("ADD COLUMN a TEXT CHECK (Email <> 'x')", "Email = 'x'", "CHECK constraint failed: Email <> 'x'"),
    ("ADD COLUMN a TEXT CHECK (\"Email\" <> 'x')", "Email = 'x'", "CHECK constraint failed"),
    (
      "ADD COLUMN a TEXT CHECK (a IS NULL AND [Email] <> 'x')", "Email = 'x'",
      "CHECK constraint failed: a IS NULL AND …"
    ),
    (
      "ADD COLUMN a CHECK (CASE WHEN Email OR a IS NULL OR Email THEN 0 ELSE 1 END)", "Email = ",
      "CHECK constraint failed"
    ),
    (
      "ADD COLUMN a INTEGER DEFAULT 9 CHECK (CustomerId > a)", "CustomerId = 1",
      "CHECK constraint failed: CustomerId > a"
    ),
    ("ADD COLUMN a TEXT CHECK (length(Email) < 77)", "Email = a long text", "CHECK constraint failed"),
    ("ADD COLUMN a TEXT AS (Email) NOT NULL", "Email = NULL", "NOT NULL constraint failed: Customer.a"),
    ("ADD COLUMN a AS (CASE FirstName WHEN 'y' THEN 1 END) NOT NULL", "FirstName = 'x'", "NOT NULL constraint failed"),
    ("ADD COLUMN a AS (nullif(FirstName, 'Ada')) NOT NULL", "FirstName = 'Ada'", "NOT NULL constraint failed"),
    ("ADD COLUMN a AS (10 / CustomerId) NOT NULL", "CustomerId = 0", "NOT NULL constraint failed"),
    ("ADD COLUMN a TEXT AS (Email ->> '$.x')", "Email = 'x'", "malformed JSON"),
    ("ADD COLUMN a AS (json_extract(Email, '$.x'))", "Email = 'x'", "malformed JSON"),
  ])
  func `A row that would be refused is found and shown`(sql: String, row: String, why: String) {
    let findings = Shop.expand("ALTER TABLE Customer \(sql);")
    #expect(findings.rules == ["new-constraint"])
    #expect(findings.first?.message.contains(row) == true, "\(findings)")
    #expect(findings.first?.message.contains(why.replacing("…", with: "")) == true, "\(findings)")
    #expect(Shop.expand("ALTER TABLE Customer \(sql);", offline: true).rules == ["new-constraint?"])
    #expect(Shop.expand("CREATE TABLE n (Email, FirstName, CustomerId); ALTER TABLE n \(sql);").rules == [])
  }

  @Test(arguments: [
    "ADD COLUMN a TEXT AS (FirstName || ' ' || LastName) NOT NULL", "ADD COLUMN a AS (coalesce(Email, '')) NOT NULL",
    "ADD COLUMN a AS (CustomerId * 2) NOT NULL", "ADD COLUMN a AS (Email IS NULL) NOT NULL CHECK (a IN (0, 1))",
  ])
  func `A generated column that is never NULL may say so`(sql: String) {
    #expect(Shop.expand("ALTER TABLE Customer \(sql);").rules.filter { !$0.hasSuffix("?") } == [])
  }

  @Test func `What a CHECK refuses is said`() {
    let told = { (sql: String) in Shop.expand("ALTER TABLE Customer ADD COLUMN a INTEGER \(sql);").map(\.description) }
    #expect(
      told("CHECK (a > 0 AND a IS NOT NULL)") == [
        """
        expand.sql:1:1: error: ADD COLUMN Customer.a: its CHECK does not hold for a row of the running release, which \
        could insert none [new-constraint]
          hint: give it a DEFAULT that the check holds for, or let the check hold for NULL
        """
      ])
    #expect(
      told("CHECK (Email <> '')") == [
        """
        expand.sql:1:1: error: ADD COLUMN Customer.a: it refuses what the running release may write to Customer, such as \
        a row with Email = '': CHECK constraint failed: Email <> '' [new-constraint]
          hint: let the check hold for every row that does not name the column: CHECK (column IS NULL OR …)
        """
      ])
  }

  @Test(arguments: [
    ("ADD COLUMN n INTEGER REFERENCES Log", ["new-constraint?"]),
    ("ADD COLUMN n INTEGER REFERENCES Log ON UPDATE CASCADE ON DELETE RESTRICT", ["new-constraint?"]),
    ("ADD COLUMN n INTEGER REFERENCES Log ON DELETE SET NULL", []),
    ("ADD COLUMN n INTEGER REFERENCES Log ON DELETE CASCADE", ["new-constraint"]),
    ("ADD COLUMN n INTEGER REFERENCES New", []),
    ("ADD COLUMN n INTEGER REFERENCES New (id) ON DELETE CASCADE", ["new-constraint?"]),
    ("ADD COLUMN n INTEGER DEFAULT 1 REFERENCES New", ["new-constraint?"]),
    (
      "ADD COLUMN n INTEGER NOT NULL DEFAULT 1 REFERENCES Log ON DELETE CASCADE", ["new-constraint?", "new-constraint"]
    ),
    ("ADD COLUMN n INTEGER DEFAULT NULL REFERENCES New", []),
    ("ADD COLUMN n INTEGER REFERENCES New REFERENCES Log ON DELETE CASCADE", ["new-constraint"]),
    ("ADD COLUMN n INTEGER REFERENCES Log ON DELETE SET NULL ON DELETE CASCADE", ["new-constraint"]),
    (
      "ADD COLUMN n INTEGER NOT NULL DEFAULT 1 REFERENCES Log ON DELETE SET NULL",
      ["new-constraint?", "new-constraint?"]
    ),
  ])
  func `A foreign key of an old table is held against the running release`(sql: String, rules: [String]) {
    #expect(Shop.expand(new + "ALTER TABLE Customer \(sql);").rules == rules)
    #expect(Shop.expand(new + "ALTER TABLE Customer \(sql);", offline: true).rules == rules)
  }

  @Test func `What a foreign key takes away is said`() {
    #expect(
      Shop.expand("ALTER TABLE Customer ADD COLUMN n INTEGER REFERENCES Log ON DELETE CASCADE;").map(\.description) == [
        """
        expand.sql:1:1: error: ADD COLUMN Customer.n: with foreign keys enforced, a row of Customer goes when the row of \
        Log goes that it names [new-constraint]
          hint: write ON DELETE SET NULL, so that old rows stay
        """
      ])
    #expect(
      Shop.expand("ALTER TABLE Customer ADD COLUMN n INTEGER DEFAULT 1 REFERENCES Log;").map(\.description) == [
        """
        expand.sql:1:1: warning: ADD COLUMN Customer.n: with foreign keys enforced, each new row of the running release \
        needs the row of Log that the DEFAULT names [new-constraint]
          hint: let the column be NULL, or insert that row in expand
        """,
        """
        expand.sql:1:1: warning: ADD COLUMN Customer.n: with foreign keys enforced, rows that name a row of Log keep the \
        running release from deleting it [new-constraint]
          hint: write ON DELETE CASCADE in a new table, ON DELETE SET NULL in an old one; or leave REFERENCES out; or \
        delete the rows that name it in a BEFORE DELETE trigger; or make sure that it deletes none
        """,
      ])
  }

  @Test(arguments: [
    ("Nowhere", "no such table: main.Nowhere"),
    ("Log (Line)", "foreign key mismatch - \"Customer\" referencing \"Log\""),
  ])
  func `A foreign key that cannot be followed would stop every write`(parent: String, words: String) {
    let findings = Shop.expand("ALTER TABLE Customer ADD COLUMN n REFERENCES \(parent) ON DELETE SET NULL;")
    #expect(
      findings.map(\.description) == [
        """
        expand.sql: error: after expand, with foreign keys enforced, INSERT INTO Customer does not work: \(words) \
        [breaks-existing]
          hint: refer to the primary key of a table that is there, or to columns with a unique index
        """
      ])
    let table = Shop.expand("CREATE TABLE Note (line REFERENCES \(parent) ON DELETE SET NULL);")
    #expect(table.rules == ["breaks-existing"])
  }

  @Test(arguments: [
    "CREATE INDEX i ON Customer (json_extract(Email, '$.x'));",
    "CREATE INDEX i ON Customer (Email) WHERE Email ->> '$.x' = 1;",
  ])
  func `An index that fails on a row refuses the write`(sql: String) {
    let findings = Shop.expand(sql)
    #expect(
      findings.map(\.description) == [
        """
        expand.sql:1:1: error: INDEX i: it refuses what the running release may write to Customer, such as a row with \
        Email = 'x': malformed JSON [new-constraint]
          hint: ask json_valid first: CASE WHEN json_valid(…) THEN … END
        """
      ])
    let harmless = Shop.expand("CREATE INDEX i ON Customer (lower(Email)) WHERE Email IS NOT NULL;")
    #expect(harmless.rules == ["blocks-writers?"])
    let documents = ["CREATE TABLE Doc (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body)))"]
    let city = "ALTER TABLE Doc ADD COLUMN city AS (body ->> '$.city'); CREATE INDEX c ON Doc (city);"
    let input = LintInput(expand: ScriptSource(file: "expand.sql", text: city))
    #expect(SQLiteLint.check(input, schema: documents).rules == ["blocks-writers?"])
  }

  @Test func `A unique index on what the running release does not write takes one row`() {
    let column = { (rest: String) in
      "ALTER TABLE Customer ADD COLUMN code TEXT \(rest); CREATE UNIQUE INDEX c ON Customer (code);"
    }
    #expect(Shop.expand(column("")).rules == ["unique-index?", "blocks-writers?"])
    #expect(
      Shop.expand(column("NOT NULL DEFAULT ''")).map(\.description) == [
        """
        expand.sql:1:64: error: INDEX c: any two rows of Customer are equal there that say nothing of what is new, so that \
        the running release could write one [unique-index]
          hint: let the column be NULL without a DEFAULT, or leave UNIQUE out
        """
      ])
  }

  @Test(arguments: [
    ("BEFORE INSERT ON Customer BEGIN SELECT RAISE(ABORT, 'no')", "trigger-raises", "INSERT INTO Customer", "no"),
    ("AFTER DELETE ON Customer BEGIN SELECT RAISE(ABORT, 'no')", "trigger-raises", "DELETE FROM Customer", "no"),
    (
      "AFTER UPDATE OF Email ON Customer BEGIN INSERT INTO New (a) VALUES (NULL)", "trigger-fails", "UPDATE Customer",
      "NOT NULL constraint failed: New.a"
    ),
  ])
  func `A trigger that lets nothing pass is refused`(sql: String, rule: String, use: String, why: String) {
    let findings = Shop.expand(new + "CREATE TRIGGER t \(sql); END;")
    #expect(findings.rules == [rule])
    #expect(findings.first?.message == "the trigger t makes every \(use) fail that was tried: \(why)")
    let looking = new + "CREATE TRIGGER t \(sql) WHERE NOT EXISTS (SELECT 1 FROM Log); END;"
    if rule == "trigger-raises" { #expect(Shop.expand(looking).rules == ["trigger-raises?"]) }
  }

  @Test func `What an old trigger looks up may be there`() {
    let old = """
      CREATE TRIGGER Known BEFORE INSERT ON Log WHEN NOT EXISTS (SELECT 1 FROM Invoice) BEGIN SELECT RAISE(ABORT, 'no'); END
      """
    let sql = "CREATE TRIGGER t AFTER INSERT ON Customer BEGIN INSERT INTO Log (Line) VALUES (NEW.Email); END;"
    let input = LintInput(expand: ScriptSource(file: "expand.sql", text: sql))
    #expect(SQLiteLint.check(input, schema: Shop.schema + [old]).rules.contains { !$0.hasSuffix("?") } == false)
  }

  @Test(arguments: [
    "SELECT RAISE(ROLLBACK, 'no') WHERE NEW.Email = ''", "INSERT OR ROLLBACK INTO New (a) VALUES (NEW.LastName)",
  ])
  func `A trigger does not end the running release's transaction`(body: String) {
    for offline in [false, true] {
      let findings = trigger(body + ";", offline: offline).filter { $0.severity == .error }
      #expect(
        findings.map(\.description) == [
          """
          expand.sql:2:1: error: the trigger t can roll back the transaction of the running release that writes to Customer, \
          with all that it wrote before [trigger-raises]
            hint: write ABORT in place of ROLLBACK
          """
        ])
    }
    #expect(trigger("SELECT RAISE(ROLLBACK, 'no') WHERE NEW.a = '';", on: "New").rules == [])
  }

  @Test func `A trigger without an end is refused`() {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    let sql = "CREATE TRIGGER t AFTER INSERT ON Customer BEGIN SELECT count(*) FROM (\(endless)); END;"
    #expect(
      Shop.expand(sql).map(\.message) == [
        "the trigger t does not end, and what the running release writes to Customer never does"
      ])
  }

  @Test(arguments: [
    ("CREATE TABLE json_each (a);", "json_each"),
    ("CREATE VIEW Pragma_Table_Info AS SELECT 1 AS name;", "Pragma_Table_Info"),
    ("CREATE TABLE a (a); ALTER TABLE a RENAME TO pragma_table_xinfo;", "pragma_table_xinfo"),
  ])
  func `A name that hides a table of SQLite's is refused`(sql: String, name: String) {
    let message = "\(name) is a table that SQLite makes up when it is asked, and this one would hide it"
    for offline in [false, true] {
      #expect(Shop.expand(sql, offline: offline).map(\.message) == [message])
      let contract = Shop.contract("-- contract-phase-ok: nobody reads it since v2\n" + sql, offline: offline)
      #expect(contract.map(\.message) == [message])
    }
  }

  @Test(arguments: [
    "ALTER TABLE Customer ADD COLUMN rowid;", "ALTER TABLE Customer ADD COLUMN OID TEXT;",
    "ALTER TABLE Customer ADD COLUMN a; ALTER TABLE Customer RENAME COLUMN a TO _rowid_;",
  ])
  func `A column does not take the place of the row's number`(sql: String) {
    #expect(Shop.expand(sql).rules == ["reserved-name"])
    #expect(Shop.expand(sql, offline: true).rules == ["reserved-name"])
    #expect(Shop.expand("CREATE TABLE n (rowid, oid);").rules == [])
  }

  @Test func `The column that would hide the row's number is named`() {
    #expect(
      Shop.expand("ALTER TABLE Customer ADD COLUMN rowid;").map(\.description) == [
        """
        expand.sql:1:1: error: Customer.rowid: to the running release that name is the number of the row, and would be \
        this column from now on [reserved-name]
          hint: use another name
        """
      ])
  }
}

@Suite struct ReachingOutTests {
  @Test(arguments: [
    "SELECT fts3_tokenizer('simple', x'41');", "CREATE TABLE z AS SELECT fts3_tokenizer('simple') AS a;",
  ])
  func `A function that hands out or takes addresses is refused`(sql: String) {
    #expect(Shop.expand(sql).contains { $0.severity == .error })
    #expect(Shop.query("SELECT fts3_tokenizer('simple', x'41')").contains { $0.severity == .error })
  }

  @Test func `It is on no connection`() throws {
    let connection = try SQLiteConnection(path: "", mode: .memory)
    for call in ["fts3_tokenizer('simple', x'4141414141414141')", "fts3_tokenizer('simple')"] {
      let error = #expect(throws: SQLiteError.self) { try connection.run("SELECT \(call)") }
      #expect(error?.message == "this function is not available here")
    }
    try connection.run("CREATE VIRTUAL TABLE f USING fts4(a, tokenize=simple)")
    try connection.run("INSERT INTO f VALUES ('one two')")
    #expect(try connection.run("SELECT count(*) FROM f WHERE f MATCH 'two'") == [[.integer(1)]])
  }
}
