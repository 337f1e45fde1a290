import RepositoryFiles
import Testing

@testable import migrated

/// etc/migrated/migrated.yaml: `# text` explains, `#key` and `#  key` is a setting with its default, `##` an example.
@Suite struct ShippedFileTests {
  private static let path = "etc/migrated/migrated.yaml"

  private static func isSetting(_ line: Substring) -> Bool {
    line.hasPrefix("#  ") || (line.count > 1 && line.first == "#" && line.dropFirst().first?.isLetter == true)
  }

  private func settings() throws -> String {
    try Repository.text(Self.path).split(separator: "\n").filter(Self.isSetting).map { $0.dropFirst() }
      .joined(separator: "\n")
  }

  private func withExamples() throws -> String {
    try Repository.text(Self.path).split(separator: "\n").filter { $0 != "#targets: []" }.compactMap { line in
      if line.hasPrefix("##") { return String(line.dropFirst(2)) }
      return Self.isSetting(line) ? String(line.dropFirst()) : nil
    }.joined(separator: "\n")
  }

  @Test func `as it is shipped it is the defaults, and the daemon starts with it`() throws {
    let shipped = try Configuration.load(path: "\(Repository.root)/\(Self.path)")
    let empty = try Configuration.read("", from: shipped.path)
    #expect(shipped == empty)
    #expect(shipped.warnings.contains { $0.rule == "no-targets" })
  }

  @Test func `what is commented out is exactly the defaults`() throws {
    let configuration = try Sample.read(settings())
    let defaults = try Sample.read("")
    #expect(configuration.socket == defaults.socket)
    #expect(configuration.state == defaults.state)
    #expect(configuration.limits == defaults.limits)
    #expect(configuration.logLevel == defaults.logLevel)
    #expect(configuration.roles == defaults.roles)
    #expect(configuration.targets == defaults.targets)
    #expect(lines(configuration) == lines(defaults))
  }

  /// Settings only: an empty checklist and none are the same.
  private func lines(_ configuration: Configuration) -> [Substring] {
    configuration.describe().split(separator: "\n").filter { !$0.hasPrefix("#") }
  }

  @Test func `its examples are right`() throws {
    let configuration = try Sample.read(withExamples())
    #expect(configuration.targets.map(\.name) == ["shop-staging", "shop-production", "books-production"])
    #expect(configuration.targets.map(\.groups) == [["shop"], ["shop"], ["books"]])
    #expect(configuration.targets.map(\.kind) == [.sqlite, .sqlite, .postgresql])
    #expect(configuration.socket.group?.name == "migrated-operators")
  }

  @Test func `every key is in it`() throws {
    let text = try withExamples()
    for key in ConfigurationKeys.all {
      let name = key.name.hasSuffix("[]") ? String(key.name.dropLast(2)) : key.name
      #expect(text.contains("\(name):"), "\(key.path) is not in \(Self.path)")
    }
  }

  @Test func `what explains stands before what it explains, without tabs and within 120 columns`() throws {
    for line in try Repository.text(Self.path).split(separator: "\n") {
      #expect(line.hasPrefix("#"), "\(line)")
      #expect(!line.contains("\t") && line.count <= 120 && line.last != " ", "\(line)")
    }
  }
}
