import MigrationPlan
import Testing

@Suite struct PlanPageTests {
  @Test func `The table of keys is the decoder's own`() throws {
    let rows = PlanKeys.all.map { key in
      "| `\(key.path)` | \(key.type) | \(key.isRequired ? "yes" : "no") | \(key.standard ?? "") | \(key.meaning) |"
    }
    let table = ["| key | type | required | default | meaning |", "|---|---|---|---|---|"] + rows
    let text = table.joined(separator: "\n")
    #expect(try PlanPage().part("keys") == text, "docs/plan.md should have between its marks:\n\(text)")
  }

  @Test func `The table of bounds is the code's own`() throws {
    let table = """
      | what | at most |
      |---|---|
      | `migration.yaml` | \(PlanBounds.descriptionFile / 1024) KiB |
      | any other file | \(PlanBounds.file / 1024 / 1024) MiB |
      | files of a plan | \(PlanBounds.files) |
      | queries of a phase | \(PlanBounds.queries) |
      | columns that a backfill sets | \(PlanBounds.assignments) |
      | arguments of a program | \(PlanBounds.arguments) |
      | findings told at once | \(PlanBounds.findings) |
      """
    #expect(try PlanPage().part("bounds") == table, "docs/plan.md should have between its marks:\n\(table)")
  }

  @Test func `The complete plan is what a new one is`() throws {
    let blocks = try PlanPage().blocks.filter { $0.file != nil }
    let files = PlanFiles(blocks.map { PlanFile(path: $0.file ?? "", text: $0.text) })
    #expect(files == (try Plan.scaffold(name: "add-full-name")))
  }

  @Test func `Every other piece of YAML is a plan's once the rest is there`() throws {
    let snippets = try PlanPage().blocks.filter { $0.language == "yaml" && $0.file == nil }
    #expect(snippets.count >= 4)
    for snippet in snippets {
      let description = Sample.header + Sample.expand + snippet.text
      let named = ["backfill.sql", "names.sql", "deploy.sh", "settings.json"].filter { snippet.text.contains($0) }
      let files = PlanFiles(
        [PlanFile(path: "migration.yaml", text: description)] + Sample.expandFiles
          + named.map { PlanFile(path: $0, text: "SELECT 1;") })
      #expect(throws: Never.self, "\(snippet.text)") { try Plan.read(files) }
    }
  }
}
