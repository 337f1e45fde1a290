import Foundation
import MigrationPhases
import Testing

@Suite struct FindingTests {
  @Test(arguments: [
    (Finding(file: "plan.yaml", rule: "missing-file", message: "gone"), "plan.yaml: error: gone [missing-file]"),
    (Finding(file: "a.sql", line: 3, rule: "r", message: "m"), "a.sql:3: error: m [r]"),
    (Finding(file: "a.sql", line: 3, column: 7, rule: "r", message: "m"), "a.sql:3:7: error: m [r]"),
    (Finding(file: "a.sql", column: 7, rule: "r", message: "m"), "a.sql: error: m [r]"),
    (
      Finding(severity: .warning, file: "a.sql", line: 3, rule: "r", message: "m", hint: "do"),
      "a.sql:3: warning: m [r]\n  hint: do"
    ),
  ])
  func `a finding is printed as compilers do, with its hint below`(finding: Finding, text: String) {
    #expect(finding.description == text)
  }

  @Test func `a statement keeps the place it came from on the wire`() throws {
    let statement = ScriptStatement(sql: "SELECT 1", file: "expand.sql", line: 2, column: 3, ordinal: 4)
    #expect(try JSONDecoder().decode(ScriptStatement.self, from: JSONEncoder().encode(statement)) == statement)
  }
}
