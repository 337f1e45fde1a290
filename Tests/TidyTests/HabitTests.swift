import Foundation
import Testing

struct HabitTests {
  @Test func `nothing is forced, unchecked or left to itself`() {
    for path in Repository.sources {
      let found = Habits.forbidden(in: Repository.text(path))
      #expect(found.isEmpty, "\(path): \(found.joined(separator: "; "))")
    }
  }

  @Test func `files have at most 400 lines, functions at most 60`() {
    for path in Repository.swiftFiles {
      let text = Repository.text(path)
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 401, "\(path) is too long")
      guard path.hasPrefix("Sources/") else { continue }
      let long = Habits.longFunctions(in: text, most: 60)
      #expect(long.isEmpty, "\(path): \(long.joined(separator: "; "))")
    }
  }

  @Test func `no file is named as a drawer for anything`() {
    for path in Repository.files where path.hasSuffix(".swift") {
      let name = URL(fileURLWithPath: path).lastPathComponent
      #expect(!name.contains("+"), "\(path)")
      #expect(name.firstMatch(of: /Util|Helper|Manager|Common|Misc/) == nil, "\(path)")
      #expect(name != "Placeholder.swift", "\(path)")
    }
  }

  @Test func `only the agreed folders and files stand at the top`() {
    let tops = Set(Repository.files.map { String($0.split(separator: "/")[0]) })
    #expect(tops.isSubset(of: Habits.topLevel), "\(tops.subtracting(Habits.topLevel))")
  }

  @Test func `no path of a machine is in any file`() {
    let here = Repository.root.path
    for path in Repository.files where !path.hasSuffix(".sqlite") {
      let text = Repository.text(path)
      #expect(here.count < 5 || !text.contains(here + "/"), "\(path) names \(here)")
    }
  }

  @Test func `links lead somewhere`() {
    for path in Repository.files where path.hasSuffix(".md") {
      let folder = Repository.root.appendingPathComponent(path).deletingLastPathComponent()
      let broken = Habits.brokenLinks(in: Repository.text(path)) {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
      }
      #expect(broken.isEmpty, "\(path): \(broken)")
    }
  }

  @Test func `architecture.md stays a map of one sitting`() {
    let lines = Repository.text("docs/architecture.md").split(separator: "\n", omittingEmptySubsequences: false).count
    #expect((20...151).contains(lines))
  }

  @Test func `the walk of advance names what is in the code`() {
    let page = Repository.text("docs/architecture.md")
    let all = Repository.sources.map { " " + URL(fileURLWithPath: $0).lastPathComponent + Repository.text($0) }.joined()
    let walk = page.components(separatedBy: "walks").dropFirst().joined().components(separatedBy: "## Invariants")[0]
    let names = walk.matches(of: /`([A-Z][A-Za-z]+)(?:\.([a-z][A-Za-z]+))?[`(]/).map { ($0.1, $0.2) }
    #expect(names.count > 8)
    for (type, member) in names {
      // Not inside #expect, which would print all of the code.
      let isThere = all.contains(" \(type)") && (member.map { all.contains("\($0)") } ?? true)
      #expect(isThere, "\(type).\(member ?? "") is not in the code")
    }
  }

  @Test func `warnings are errors and the language is Swift 6 in every target`() {
    let manifest = Repository.text("Package.swift")
    #expect(manifest.contains(".swiftLanguageMode(.v6)") && manifest.contains(".treatAllWarnings(as: .error)"))
    let targets = manifest.matches(of: /executableTarget\(/).count
    #expect(manifest.matches(of: /swiftSettings: strict/).count == targets + 2)
  }

  @Test func `each check notices what it is for`() {
    for bad in [
      "let a = try! f()", "b as! C", "fatalError(\"x\")", "final class D: @unchecked Sendable {",
      "nonisolated(unsafe) var x = 1", "// TODO: later", "    Task { await f() }", "Task.detached { }",
    ] { #expect(Habits.forbidden(in: bad).count == 1, "\(bad)") }
    #expect(Habits.forbidden(in: "group.addTask { }\nlet x = try f()\nwithTaskGroup {").isEmpty)
    let long = "  private static func f() {\n" + String(repeating: "    g()\n", count: 60) + "  }\n"
    #expect(Habits.longFunctions(in: long, most: 60) == ["line 1: a function of 62 lines"])
    #expect(Habits.longFunctions(in: long, most: 62).isEmpty)
    #expect(Habits.brokenLinks(in: "[a](b.md) [c](d.md#e) [f](https://g)") { $0 == "d.md" } == ["b.md"])
  }
}
