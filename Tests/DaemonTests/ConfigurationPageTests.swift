import RepositoryFiles
import Testing

@testable import migrated

@Suite struct ConfigurationPageTests {
  @Test func `the tables are the code's own`() throws {
    let page = try ConfigurationPage()
    let printed = try #require(page.printed, "\(ConfigurationPage.path) has lost its markers")
    if Repository.isRecording { return try Repository.record(printed, at: ConfigurationPage.path) }
    #expect(
      page.text == printed,
      "\(ConfigurationPage.path) differs from the code; run `make record`, then read what changed with `git diff docs`")
  }

  @Test func `every piece of YAML is a configuration`() throws {
    let snippets = try ConfigurationPage().snippets
    #expect(snippets.count >= 7)
    for snippet in snippets {
      #expect(Sample.errors(snippet) == [], "\(snippet)")
    }
  }

  @Test func `the strict policy by another name is production's`() throws {
    let snippet = try #require(try ConfigurationPage().snippets.first { $0.contains("name: live") })
    let live = try #require(try Sample.read(snippet).environments.last)
    #expect(live.name == "live")
    #expect(live.policy == StandardPolicy.of("production"))
  }

  @Test func `every warning has its line`() throws {
    let table = try #require(try ConfigurationPage().part("warnings"))
    for rule in Warnings.rules { #expect(table.contains("`\(rule)`"), "\(rule)") }
    let told = table.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    #expect(Set(told).subtracting(["production", "policy"]) == Set(Warnings.rules))
  }

  @Test func `the manual page has every key`() throws {
    let path = "docs/man/migrated.yaml.5"
    let page = try Repository.text(path)
    for key in ConfigurationKeys.all {
      let name = key.name
      #expect(page.contains("\\fB\(name)\\fR"), "\(key.path) is not in \(path)")
    }
  }
}
