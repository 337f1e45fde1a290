import MigrationLint
import MigrationPhases
import Testing

/// Foreign keys of the plan that keep the running release from deleting its rows.
@Suite struct HoldingTests {
  private func note(_ rest: String) -> String {
    "CREATE TABLE Note (id INTEGER PRIMARY KEY, body TEXT, customer INTEGER REFERENCES Customer \(rest));\n"
  }

  private let fill = """
    CREATE TRIGGER fill AFTER INSERT ON Customer BEGIN INSERT INTO Note (customer) VALUES (NEW.CustomerId); END;
    """

  private func backfill(_ select: String, after expand: String) -> [Finding] {
    let sql = "INSERT INTO Note \(select) FROM Customer WHERE CustomerId > :lower AND CustomerId <= :upper"
    return Shop.backfill(
      .script(table: "Customer", source: ScriptSource(file: "backfill.sql", text: sql)), after: expand)
  }

  @Test(arguments: [
    ("", ["new-constraint?"]), ("ON DELETE RESTRICT", ["new-constraint?"]), ("ON DELETE CASCADE", []),
    ("ON DELETE SET NULL", []), ("ON DELETE SET NULL NOT NULL", ["new-constraint?"]),
  ])
  func `A new table that only the new release fills is a warning`(rest: String, rules: [String]) {
    for offline in [false, true] { #expect(Shop.expand(note(rest), offline: offline).rules == rules) }
    #expect(Shop.expand(note(rest) + "INSERT INTO Note (body) VALUES ('x');").rules == rules)
  }

  @Test func `A table that refers to itself keeps nobody from anything`() {
    #expect(Shop.expand("CREATE TABLE Tree (id INTEGER PRIMARY KEY, up INTEGER REFERENCES Tree);").rules == [])
  }

  @Test func `What goes along with old rows is held, too`() {
    let item = "CREATE TABLE Item (id INTEGER PRIMARY KEY, note INTEGER REFERENCES Note);"
    #expect(Shop.expand(note("ON DELETE CASCADE") + item).rules == ["new-constraint?"])
    #expect(Shop.expand(note("ON DELETE SET NULL") + item).rules == [])
  }

  @Test func `A trigger that fills it is refused`() {
    for offline in [false, true] {
      #expect(
        Shop.expand(note("") + fill, offline: offline).filter { $0.severity == .error }.map(\.description) == [
          """
          expand.sql:2:1: error: the trigger fill fills Note.customer: with foreign keys enforced, rows of Note that name \
          a row of Customer keep the running release from deleting it [new-constraint]
            hint: write ON DELETE CASCADE in a new table, ON DELETE SET NULL in an old one; or leave REFERENCES out; or \
          delete the rows that name it in a BEFORE DELETE trigger
          """
        ])
    }
    #expect(Shop.expand(note("ON DELETE CASCADE") + fill).rules == [])
    let other = fill.replacing("(customer) VALUES (NEW.CustomerId)", with: "(body) VALUES ('x')")
    #expect(Shop.expand(note("") + other).rules == ["new-constraint?"])
  }

  @Test func `A trigger that is set off by another one of the plan fills it as well`() {
    let chain = """
      CREATE TABLE Step (customer INTEGER);
      CREATE TRIGGER a AFTER INSERT ON Customer BEGIN INSERT INTO Step VALUES (NEW.CustomerId); END;
      CREATE TRIGGER b AFTER INSERT ON Step BEGIN UPDATE Note SET customer = NEW.customer; END;
      """
    let own = chain.split(separator: "\n").filter { !$0.contains("TRIGGER a") }.joined(separator: "\n")
    #expect(Shop.expand(note("") + chain).rules == ["new-constraint?", "new-constraint"])
    #expect(Shop.expand(note("") + own).rules == ["new-constraint?"])
  }

  @Test func `A trigger that deletes the rows first lets the parent's go`() {
    let delete = { (time: String) in
      "\nCREATE TRIGGER d \(time) DELETE ON Customer BEGIN DELETE FROM Note WHERE customer = OLD.CustomerId; END;"
    }
    #expect(Shop.expand(note("") + fill + delete("AFTER")).rules == ["new-constraint?"])
    #expect(Shop.expand(note("ON DELETE RESTRICT") + fill + delete("BEFORE")).rules == ["new-constraint?"])
    #expect(
      Shop.expand(note("ON DELETE RESTRICT") + fill + delete("AFTER")).rules == ["new-constraint?", "new-constraint"])
  }

  @Test func `Rows of expand and of the backfill fill it`() {
    #expect(
      Shop.expand(note("") + "INSERT INTO Note (customer) SELECT CustomerId FROM Customer;").rules
        == ["new-constraint?", "blocks-writers?", "new-constraint"])
    #expect(backfill("(customer) SELECT CustomerId", after: note("")).rules == ["new-constraint?", "new-constraint"])
    #expect(backfill("(body) SELECT Email", after: note("")).rules == ["new-constraint?"])
    #expect(backfill("(customer) SELECT CustomerId", after: note("ON DELETE CASCADE")).rules == [])
    let column = "ALTER TABLE Invoice ADD COLUMN line INTEGER REFERENCES Log"
    let update = LintBackfill.update(
      table: "Invoice",
      assignments: [.init(column: "line", expression: ScriptSource(file: "migration.yaml", text: "1"))], condition: nil)
    #expect(Shop.backfill(update, after: column + ";").rules == ["new-constraint?", "new-constraint"])
    #expect(Shop.backfill(update, after: column + " ON DELETE SET NULL;").rules == [])
  }
}
