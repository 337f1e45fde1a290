import MigrationLint
import MigrationPhases
import Testing

@Suite struct ContractTests {
  private static let tag = "-- contract-phase-ok: nobody reads it since v2\n"

  @Test(arguments: [
    "DROP TABLE Invoice;", "ALTER TABLE Customer DROP COLUMN Email;", "DELETE FROM Log;", "UPDATE Log SET Count = 1;",
    "ALTER TABLE Customer RENAME COLUMN Email TO Mail;", "DROP TRIGGER Logged;", "INSERT INTO Log (Line) VALUES ('x');",
  ])
  func `Contract may destroy, once it says why`(sql: String) {
    let sql = "DROP VIEW Big;" + sql
    #expect(Shop.contract(Self.tag + sql).rules == [])
    #expect(Shop.contract(Self.tag + sql, offline: true).rules == [])
    #expect(Shop.contract(sql).rules == ["contract-tag"])
  }

  @Test(arguments: [
    ("BEGIN;", "transaction-control"), ("PRAGMA writable_schema = 1;", "pragma"), ("VACUUM;", "vacuum"),
    ("ATTACH 'x' AS x;", "attach"), ("DROP TABLE migrated_ledger;", "ledger"),
    ("CREATE TEMP TABLE t (a);", "temp-object"),
    ("ALTER TABLE Log RENAME TO migrated_log;", "ledger"), ("DELETE FROM Log WHERE LogId = :id;", "parameter"),
    ("-- nothing else", "empty-script"), ("DROP TABL x;", "syntax-error"),
  ])
  func `What no script may do contract may not do either`(sql: String, rule: String) {
    #expect(Shop.contract(Self.tag + sql).rules == [rule])
    #expect(Shop.contract(Self.tag + sql, offline: true).rules == [rule])
  }

  @Test func `A reason that is none is told apart from no reason`() {
    #expect(
      Shop.contract("DROP VIEW Big;").map(\.description) == [
        """
        contract.sql: error: there is no comment line `-- contract-phase-ok: <reason>` in the contract script \
        [contract-tag]
          hint: say why nobody needs any more what is taken away
        """
      ])
    #expect(
      Shop.contract("DROP VIEW Big;\n  -- contract-phase-ok:  because . . .\n").map(\.description) == [
        """
        contract.sql:2: error: contract-phase-ok: 'because . . .' is no reason, expected at least 3 different words, \
        10 letters in all [contract-tag]
          hint: say why nobody needs any more what is taken away
        """
      ])
  }

  @Test func `A placeholder is pointed out in a draft, and refused in a plan`() {
    let contract = ScriptSource(file: "contract.sql", text: "-- contract-phase-ok: <reason>\nDROP VIEW Big;")
    for isDraft in [true, false] {
      let input = LintInput(contract: contract, isDraft: isDraft)
      let findings = SQLiteLint.check(input, schema: nil).map(\.description)
      #expect(
        findings == [
          """
          contract.sql:1: \(isDraft ? "warning" : "error"): contract-phase-ok: a placeholder stands where the reason is \
          expected, and no daemon takes a plan with one [contract-tag]
            hint: say why nobody needs any more what is taken away
          """
        ])
      #expect(SQLiteLint.check(input, phase: .contract, schema: Shop.schema).map(\.description) == findings)
    }
    let bare = LintInput(contract: ScriptSource(file: "contract.sql", text: "DROP VIEW Big;"), isDraft: true)
    #expect(SQLiteLint.check(bare, schema: nil).rules == ["contract-tag"])
  }

  @Test(arguments: [
    ("-- contract-phase-ok: because nobody reads it", "because nobody reads it"),
    ("  --   contract-phase-ok:because nobody reads it  ", "because nobody reads it"),
    ("\u{FEFF}-- contract-phase-ok: because nobody reads it\r\nDROP TABLE x;", "because nobody reads it"),
    ("-- contract-phase-ok: short\n-- contract-phase-ok: the longer reason", "the longer reason"),
    ("/* a\nb */\nDROP TABLE x;\n-- contract-phase-ok: nobody reads it", "nobody reads it"),
    ("-- contract-phase-ok: keiner liest größe mehr", "keiner liest größe mehr"),
    ("-- contract-phase-ok: 没有人再读旧列", "没有人再读旧列"),
    ("-- contract-phase-ok: <reason>\n-- contract-phase-ok: nobody reads it", "nobody reads it"),
    ("contract-phase-ok: because nobody reads it", nil), ("-- contract-phase-ok:", nil), ("", nil),
    ("-- contract-phase-ok: 123 456 789 1011", nil), ("-- contract-phase-ok: . . . . . . . . . . . .", nil),
    ("-- contract-phase-ok: ok ok ok ok ok ok ok ok", nil), ("-- contract-phase-ok: it is ok", nil),
    ("-- contract-phase-ok: x y z a b c d e f g h i j", nil), ("-- contract-phase-ok: <nobody reads it any more>", nil),
    ("/*\n-- contract-phase-ok: nobody reads it any more\n*/ DROP TABLE x;", nil),
    ("/* -- contract-phase-ok: nobody reads it any more */ DROP TABLE x;", nil),
    ("/* a\n */ -- contract-phase-ok: nobody reads it any more\n", nil),
    ("INSERT INTO x VALUES ('\n-- contract-phase-ok: nobody reads it any more\n');", nil),
    ("DELETE FROM \"\n-- contract-phase-ok: nobody reads it any more\n\";", nil),
    ("DROP TABLE x; -- contract-phase-ok: because nobody reads it", nil),
    ("-- Contract-Phase-OK: because nobody reads it", nil), ("-- contract-phase-ok because nobody reads it", nil),
  ])
  func `The reason is what follows the tag on a comment line of its own`(text: String, reason: String?) {
    #expect(ContractTag.reason(in: text) == reason)
  }

  @Test func `A view or trigger left without what it needs is found`() {
    #expect(
      Shop.contract(Self.tag + "DROP TABLE Log;").map(\.description) == [
        """
        contract.sql: error: after contract, INSERT INTO Invoice does not work any more: no such table: main.Log \
        [breaks-existing]
          hint: change the view or trigger in the same script
        """
      ])
    #expect(Shop.contract(Self.tag + "DROP TABLE Invoice;").rules == ["breaks-existing"])
    #expect(Shop.contract(Self.tag + "DROP TRIGGER Logged; DROP TABLE Log;").rules == [])
    #expect(
      Shop.contract(Self.tag + "ALTER TABLE Invoice DROP COLUMN Total;").map(\.description) == [
        """
        contract.sql:2:1: error: SQLite refuses this: error in view Big after drop column: no such column: Total \
        [breaks-existing]
          hint: change the view or trigger before this statement
        """
      ])
  }

  @Test func `A foreign key to a table that is gone is found`() {
    #expect(
      Shop.contract(Self.tag + "DROP TABLE Customer;").map(\.description) == [
        """
        contract.sql: error: after contract, Invoice has a foreign key to Customer, which is gone [breaks-existing]
          hint: with foreign keys enforced no row could be written to Invoice; take the column out, too
        """
      ])
  }

  @Test func `Contract is checked in the schema that expand leaves`() {
    let input = LintInput(
      expand: ScriptSource(file: "expand.sql", text: "ALTER TABLE Customer ADD COLUMN full_name TEXT;"),
      contract: ScriptSource(file: "contract.sql", text: Self.tag + "UPDATE Customer SET full_name = trim(full_name);"))
    #expect(SQLiteLint.check(input, schema: Shop.schema) == [])
  }

  @Test func `One phase alone is checked in the schema of the moment`() {
    let input = LintInput(
      expand: ScriptSource(file: "expand.sql", text: "DROP TABLE Customer;"),
      contract: ScriptSource(file: "contract.sql", text: Self.tag + "ALTER TABLE Customer DROP COLUMN FirstName;"),
      queries: [
        LintQuery(
          label: "one", phase: .contract, source: ScriptSource(file: "q", text: "SELECT LastName FROM Customer")),
        LintQuery(
          label: "two", phase: .contract, source: ScriptSource(file: "q", text: "SELECT FirstName FROM Customer")),
        LintQuery(label: "three", phase: .expand, source: ScriptSource(file: "q", text: "SELECT absent")),
      ])
    let findings = SQLiteLint.check(input, phase: .contract, schema: Shop.schema)
    #expect(
      findings.map(\.description) == [
        "q:1:8: error: two: SQLite says: no such column: FirstName [unknown-name]"
      ])
  }
}
