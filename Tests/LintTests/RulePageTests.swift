import Glibc
import MigrationLint
import Testing

@Suite struct RulePageTests {
  @Test func `The table of rules is the code's own`() throws {
    let rows = LintRule.allCases.map { "| `\($0.rawValue)` | \($0.summary) |" }
    let table = (["| rule | what is found |", "|---|---|"] + rows).joined(separator: "\n")
    #expect(try Page().part("rules") == table, "docs/plan.md should have between its marks:\n\(table)")
  }

  @Test func `The complete plan of the page lacks a reason and nothing else, with its schema and without`() throws {
    let page = try Page()
    let input = LintInput(
      expand: ScriptSource(file: "expand.sql", text: page.file("expand.sql")),
      rollback: ScriptSource(file: "expand.rollback.sql", text: page.file("expand.rollback.sql")),
      contract: ScriptSource(file: "contract.sql", text: page.file("contract.sql")), isDraft: true)
    #expect(input.expand?.text.contains("CREATE TRIGGER") == true)
    #expect(SQLiteLint.check(input, schema: nil).rules == ["contract-tag?"])
    #expect(SQLiteLint.check(input, schema: Shop.schema).rules == ["contract-tag?"])
  }
}

/// docs/plan.md, as far as it is about SQL.
private struct Page {
  let text: String

  init() throws {
    let path = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/docs/plan.md"
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  func part(_ name: String) -> String { between("<!-- \(name) -->\n", "\n<!-- /\(name) -->") }

  func file(_ name: String) -> String { between("`\(name)`\n\n```sql\n", "\n```") + "\n" }

  private func between(_ start: String, _ end: String) -> String {
    guard let first = text.firstRange(of: start),
      let last = text[first.upperBound...].firstRange(of: end)
    else { return "" }
    return String(text[first.upperBound..<last.lowerBound])
  }
}
