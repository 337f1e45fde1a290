import MigrationLint
import MigrationPhases
import Testing

@Suite struct WayBackTests {
  private static let expand = """
    ALTER TABLE Customer ADD COLUMN full_name TEXT;
    CREATE TABLE Note (id INTEGER PRIMARY KEY, body TEXT);
    CREATE INDEX NoteBody ON Note (body);
    """
  private static let back = """
    DROP TABLE Note; ALTER TABLE Customer DROP COLUMN full_name;
    """
  private static let expanded =
    Shop.schema.dropFirst() + [
      """
      CREATE TABLE Customer (CustomerId INTEGER PRIMARY KEY, FirstName TEXT NOT NULL, LastName TEXT NOT NULL,
        Email TEXT, full_name TEXT)
      """,
      "CREATE TABLE Note (id INTEGER PRIMARY KEY, body TEXT)", "CREATE INDEX NoteBody ON Note (body)",
    ]

  private func check(_ schema: [String], back: String = back) -> [Finding] {
    SQLiteLint.checkWayBack(
      LintInput(
        expand: ScriptSource(file: "expand.sql", text: Self.expand),
        rollback: ScriptSource(file: "back.sql", text: back)), schema: schema)
  }

  @Test func `Where nothing was built on it, nothing stands in the way`() {
    #expect(check(Array(Self.expanded)) == [])
  }

  @Test func `What others added elsewhere, before or after, is no matter`() {
    let more = [
      "CREATE TABLE Customer (CustomerId INTEGER PRIMARY KEY, full_name TEXT, nick TEXT)",
      "CREATE TABLE Other (a)", "CREATE INDEX OtherA ON Other (a)", "CREATE VIEW Others AS SELECT a FROM Other",
    ]
    #expect(check(Self.expanded.filter { !$0.contains("TABLE Customer") } + more) == [])
  }

  @Test func `A column and an index that others gave to its table are named`() {
    let schema =
      Self.expanded.filter { !$0.contains("TABLE Note") }
      + ["CREATE TABLE Note (id INTEGER PRIMARY KEY, body TEXT, author TEXT)", "CREATE INDEX NoteWho ON Note (author)"]
    let sorted = schema.filter { $0.contains("TABLE") } + schema.filter { !$0.contains("TABLE") }
    #expect(
      check(sorted).map(\.description) == [
        """
        back.sql: error: it would take away what this plan's expand did not make: column Note.author, index NoteWho \
        [takes-others]
          hint: roll back first what came after it, or take that away by hand if nobody needs it
        """
      ])
  }

  @Test func `A trigger that others put on its table is named`() {
    let trigger = "CREATE TRIGGER Seen AFTER INSERT ON Note BEGIN INSERT INTO Log (Line) VALUES (NEW.id); END"
    let found = check(Self.expanded + [trigger])
    #expect(found.map(\.rule) == ["takes-others"])
    #expect(found.first?.message.hasSuffix("did not make: trigger Seen") == true)
  }

  @Test(arguments: [
    "CREATE VIEW Names AS SELECT full_name FROM Customer", "CREATE VIEW Bodies AS SELECT body FROM Note",
    "CREATE INDEX CustomerName ON Customer (full_name)", "CREATE TABLE Line (note INTEGER REFERENCES Note)",
    "CREATE TRIGGER Noted AFTER INSERT ON Log BEGIN INSERT INTO Note (body) VALUES (NEW.Line); END",
  ])
  func `What of others would work no more is found`(sql: String) {
    #expect(check(Self.expanded + [sql]).map(\.rule) == ["breaks-existing"])
  }

  @Test func `Of a schema that expand is not in nothing is told`() {
    #expect(check(Shop.schema) == [])
    #expect(check(Array(Self.expanded), back: "DROP TABLE Nothing;") == [])
  }
}
