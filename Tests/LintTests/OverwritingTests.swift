import MigrationLint
import MigrationPhases
import Testing

/// A backfill writes what expand made and nothing else: the old columns are the way back.
@Suite struct OverwritingTests {
  private static let expand = """
    ALTER TABLE Customer ADD COLUMN full_name TEXT; ALTER TABLE Customer ADD COLUMN a;
    ALTER TABLE Customer RENAME COLUMN a TO initials;
    CREATE TABLE Name (CustomerId INTEGER PRIMARY KEY, Text TEXT);
    """

  private func check(
    _ backfill: LintBackfill, expand: String = expand, schema: [String]? = Shop.schema
  ) -> [Finding] {
    SQLiteLint.check(
      LintInput(expand: ScriptSource(file: "expand.sql", text: expand), backfill: backfill), schema: schema)
  }

  private func update(_ columns: String..., table: String = "Customer") -> LintBackfill {
    .update(
      table: table,
      assignments: columns.enumerated().map { number, column in
        .init(column: column, expression: ScriptSource(file: "migration.yaml", text: "1", line: number + 1))
      }, condition: nil)
  }

  private func script(_ sql: String) -> LintBackfill {
    .script(table: "Customer", source: ScriptSource(file: "backfill.sql", text: sql))
  }

  private let range = "WHERE CustomerId > :lower AND CustomerId <= :upper"

  @Test func `A column that was there before is not assigned`() {
    let told = [
      """
      migration.yaml:2:1: error: backfill: Customer.Email: expand does not add it, and no rollback brings back what was in \
      it [backfill-overwrites]
        hint: add a new column in expand and write that; the old one stays as the way back
      """
    ]
    #expect(check(update("full_name", "Email", "INITIALS")).map(\.description) == told)
    #expect(check(update("full_name", "Email", "INITIALS"), schema: nil).map(\.description) == told)
    #expect(check(update("Text", table: "Name")) == [])
  }

  @Test(arguments: [
    "Email = 'x'", "full_name = 1, Email = 'x'", "(full_name, Email) = (1, 2)",
    "full_name = (SELECT 1, 2), Email = 'x'",
    "'Email' = 1", "[EMAIL] = full_name", "full_name = CASE WHEN 1 THEN 2 END, \"Email\" = 3",
  ])
  func `Nor by a statement, wherever it stands in it`(assignments: String) {
    let backfill = script("UPDATE OR IGNORE Customer SET \(assignments) \(range)")
    #expect(check(backfill).map(\.rule).first == "backfill-overwrites", "\(check(backfill))")
    #expect(check(backfill).first?.message.lowercased().hasPrefix("customer.email: expand does not add it") == true)
    #expect(check(backfill, schema: nil).map(\.rule) == ["backfill-overwrites"])
  }

  @Test func `The column and its place are named, and what to do`() {
    #expect(
      check(script("UPDATE Customer\nSET full_name = 1, Email = lower(Email) \(range)")).map(\.description) == [
        """
        backfill.sql:2:20: error: Customer.Email: expand does not add it, and no rollback brings back what was in it \
        [backfill-overwrites]
          hint: add a new column in expand and write that; the old one stays as the way back
        """
      ])
  }

  @Test func `Rows are added only to a table that expand makes`() {
    let insert = { (table: String) in script("INSERT INTO \(table) SELECT CustomerId, Email FROM Customer \(range)") }
    let told = [
      """
      backfill.sql:1:1: error: INSERT INTO Log: expand does not make it, and no rollback takes the new rows out again \
      [backfill-overwrites]
        hint: insert into a table that expand makes
      """
    ]
    #expect(check(insert("Log"), schema: nil).map(\.description) == told)
    #expect(check(insert("Log (LogId, Line)")).map(\.description) == told)
    #expect(check(insert("Name")) == [])
    #expect(check(insert("Name"), schema: nil) == [])
  }

  @Test func `What is there already is not made by IF NOT EXISTS`() {
    let expand = "CREATE TABLE IF NOT EXISTS Log (a, b);"
    let insert = script("INSERT INTO Log (LogId, Line) SELECT CustomerId, Email FROM Customer \(range)")
    #expect(check(insert, expand: expand).rules == ["no-effect?", "backfill-overwrites"])
    // Before expand is asked for, it is seen again on what the target has then.
    let input = LintInput(expand: ScriptSource(file: "expand.sql", text: expand), backfill: insert)
    #expect(
      SQLiteLint.check(input, phase: .expand, schema: Shop.schema).rules == ["no-effect?", "backfill-overwrites"])
    let free = Shop.schema.filter { !$0.contains("Log") }
    #expect(SQLiteLint.check(input, phase: .expand, schema: free).rules == [])
  }

  @Test func `Once expand is done its text tells what it made`() {
    let after =
      Shop.schema.map { $0.replacing("Email TEXT", with: "Email TEXT, full_name TEXT, initials") } + [
        "CREATE TABLE Name (CustomerId INTEGER PRIMARY KEY, Text TEXT)"
      ]
    let check = { (backfill: LintBackfill) in
      SQLiteLint.check(
        LintInput(expand: ScriptSource(file: "expand.sql", text: Self.expand), backfill: backfill), phase: .backfill,
        schema: after
      ).rules
    }
    #expect(check(update("full_name", "initials")) == [])
    #expect(check(update("full_name", "Email")) == ["backfill-overwrites"])
    #expect(check(script("INSERT INTO Name SELECT CustomerId, 1 FROM Customer \(range)")) == [])
    #expect(check(script("INSERT INTO Log SELECT CustomerId, 1, 1 FROM Customer \(range)")) == ["backfill-overwrites"])
    #expect(
      SQLiteLint.check(LintInput(backfill: update("full_name")), phase: .backfill, schema: after).rules
        == ["backfill-overwrites"])
  }

  @Test func `A column that only the target could try out counts as added`() {
    let expand = "ALTER TABLE Customer ADD COLUMN full_name TEXT CHECK (full_name <> Email);"
    let rollback = ScriptSource(file: "back.sql", text: "ALTER TABLE Customer DROP COLUMN full_name;")
    let input = LintInput(
      expand: ScriptSource(file: "expand.sql", text: expand), rollback: rollback, backfill: update("full_name"))
    #expect(SQLiteLint.check(input, schema: nil).filter { $0.severity == .error } == [])
  }

  @Test func `Where expand is wrong the backfill is not blamed`() {
    #expect(
      check(update("full_name"), expand: "ALTER TABL Customer ADD COLUMN full_name TEXT;").rules == ["syntax-error"])
  }

  @Test func `The key of a new table is not written either`() {
    let backfill = LintBackfill.script(
      table: "Name",
      source: ScriptSource(
        file: "backfill.sql", text: "UPDATE Name SET CustomerId = 1 WHERE rowid > :lower AND rowid <= :upper"))
    #expect(check(backfill).rules == ["backfill-key"])
  }
}
