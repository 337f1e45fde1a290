import MigrationPhases
import Testing

@testable import MigrationLint

/// Plans that are made to keep their reader busy.
@Suite struct BudgetTests {
  private static let endless = """
    CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;

    """
  private static let views =
    "CREATE TABLE v0 (a);\n"
    + (1...14).map { "CREATE VIEW v\($0) AS SELECT * FROM v\($0 - 1) UNION ALL SELECT * FROM v\($0 - 1);\n" }.joined()
  private static let triggers =
    "CREATE TABLE t (a, b);\n"
    + (0..<900).map { "CREATE TRIGGER r\($0) AFTER INSERT ON t BEGIN UPDATE t SET b = 1; END;\n" }.joined()

  private static func input(_ expand: String, queries: [String] = []) -> LintInput {
    LintInput(
      expand: ScriptSource(file: "expand.sql", text: expand),
      queries: queries.enumerated().map { number, sql in
        let source = ScriptSource(file: "migration.yaml", text: sql, line: number + 1)
        return LintQuery(label: "verify \"\(number)\"", phase: .expand, source: source)
      })
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      input(String(repeating: endless, count: 1_000)), input(triggers),
      input(views, queries: Array(repeating: "SELECT count(a) FROM v14", count: 3_000)),
    ])
  func `A plan that would take for ever is given up, and that is said once`(plan: LintInput) {
    let findings = SQLiteLint.check(plan, schema: nil)
    #expect(findings.filter { $0.message.hasPrefix("the check ends here") }.count == 1)
    #expect(findings.last?.message.hasPrefix("the check ends here") == true)
    #expect(findings.allSatisfy { $0.rule == "not-analysable" })
  }

  @Test func `What was found before is kept, what was not looked at is not told`() {
    let plan = Self.input("DROP TABLE Log;\n" + Self.endless + "DROP TABLE Invoice;", queries: ["SELECT absent"])
    let findings = SQLiteLint.check(
      plan, phases: [.expand], schema: Shop.schema, budget: SQLiteBudget(1_000_000))
    #expect(
      findings.map(\.description) == [
        """
        expand.sql:1:1: error: DROP TABLE Log: it was there before expand, and the running release may use it [drop]
          hint: move the statement to the contract script
        """,
        """
        expand.sql:2:1: error: the check ends here: with all that comes before it takes more than one check may, 100 \
        million of SQLite's instructions; the rest was not looked at [not-analysable]
          hint: take out what computes rows, such as recursive queries and CREATE TABLE … AS, or make several plans of it
        """,
      ])
  }

  @Test func `A schema that takes all of it is not passed either`() {
    let findings = SQLiteLint.check(
      Self.input("CREATE TABLE t (a);"), phases: [.expand], schema: Shop.schema, budget: SQLiteBudget(20_000))
    #expect(findings.rules == ["not-analysable"])
    #expect(findings.first?.line == nil)
  }

  @Test func `Every part of a check is counted`() {
    let plan = LintInput(
      expand: ScriptSource(
        file: "expand.sql",
        text: """
          ALTER TABLE Customer ADD COLUMN full_name TEXT;
          CREATE TRIGGER keep AFTER INSERT ON Customer BEGIN UPDATE Customer SET full_name = 'x'; END;
          """),
      rollback: ScriptSource(
        file: "back.sql", text: "DROP TRIGGER keep; ALTER TABLE Customer DROP COLUMN full_name;"),
      backfill: .update(
        table: "Customer",
        assignments: [.init(column: "full_name", expression: ScriptSource(file: "m.yaml", text: "FirstName"))],
        condition: nil),
      contract: ScriptSource(
        file: "contract.sql", text: "-- contract-phase-ok: nobody reads it since v2\nDROP TABLE Invoice; DROP VIEW Big;"
      ),
      queries: [
        LintQuery(
          label: "v", phase: .contract, source: ScriptSource(file: "v.sql", text: "SELECT full_name FROM Customer"))
      ])
    let whole = SQLiteBudget()
    #expect(SQLiteLint.check(plan, phases: Phase.allCases, schema: Shop.schema, budget: whole) == [])
    let cost = SQLiteBudget.whole - whole.left
    // Wherever it runs out there is one finding, and none that is wrong.
    for budget in stride(from: 1, to: cost, by: cost / 200) {
      let findings = SQLiteLint.check(
        plan, phases: Phase.allCases, schema: Shop.schema, budget: SQLiteBudget(budget))
      #expect(findings.rules == ["not-analysable"], "with \(budget) of \(cost): \(findings)")
      #expect(findings.first?.message.hasPrefix("the check ends here") == true)
    }
  }
}
