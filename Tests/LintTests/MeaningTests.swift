import MigrationLint
import MigrationPhases
import Testing

/// A new column whose name changes what old views and triggers say.
@Suite struct MeaningTests {
  private func add(_ column: String, to table: String, beside old: String...) -> [Finding] {
    SQLiteLint.check(
      LintInput(expand: ScriptSource(file: "expand.sql", text: "ALTER TABLE \(table) ADD COLUMN \(column) TEXT;")),
      schema: Shop.schema + old)
  }

  private let inner = "CREATE VIEW V AS SELECT InvoiceId, (SELECT max(Total) FROM Log) AS most FROM Invoice"

  @Test func `A name that meant something further out is taken`() {
    #expect(
      add("Total", to: "Log", beside: inner).map(\.description) == [
        """
        expand.sql: error: after expand, V uses Log.Total now, not Invoice.Total, and the running release may rely on it \
        [schema-change]
          hint: give the new column a name that no view or trigger uses for something else
        """
      ])
    #expect(add("Sum", to: "Log", beside: inner).rules == [])
    let trigger = """
      CREATE TRIGGER T AFTER INSERT ON Invoice BEGIN
        UPDATE Log SET Count = 1 WHERE LogId IN (SELECT InvoiceId FROM Invoice WHERE EXISTS
          (SELECT 1 FROM Customer WHERE Total > 5));
      END
      """
    #expect(add("Total", to: "Customer", beside: trigger).rules == ["schema-change"])
    #expect(add("Sum", to: "Customer", beside: trigger).rules == [])
  }

  @Test func `NATURAL joins by a new column, and a text in double quotes becomes one`() {
    let joined = "CREATE VIEW V AS SELECT InvoiceId FROM Customer NATURAL JOIN Invoice"
    #expect(add("Total", to: "Customer", beside: joined).rules == ["schema-change"])
    let text = "CREATE VIEW V AS SELECT LogId, \"open\" AS state FROM Log"
    #expect(add("open", to: "Log", beside: text).rules == ["schema-change"])
    #expect(add("closed", to: "Log", beside: text).rules == [])
  }

  @Test func `A view of all columns has one more`() {
    let star = "CREATE VIEW V AS SELECT * FROM Log"
    let exists = "CREATE VIEW W AS SELECT InvoiceId FROM Invoice WHERE EXISTS (SELECT * FROM Log)"
    #expect(add("more", to: "Log", beside: star, exists).rules == [])
  }
}
