import Testing

/// Every rule, shown to go red on a sample that breaks it and to stay quiet on one that does not.
@Suite struct RuleTests {
  func file(_ text: String, at path: String = "Sources/MigrationPlan/Plan.swift") -> SourceFile {
    SourceFile(path: path, text: text)
  }

  let manifest = """
    module("MigrationPhases"),
    module(
      "MigrationPlan",
      ["MigrationPhases", yams]),
    .target(name: "Helper", path: "Tests/Helper", swiftSettings: strict),
    .executableTarget(
      name: "migrated", dependencies: ["MigrationPlan", "Helper"], swiftSettings: strict),
    tests("PlanTests", ["MigrationPlan", "MigrationPhases"]),
    """

  @Test func `the arrows are read from the manifest`() {
    #expect(
      Layering(manifest: manifest).drawn
        == ["MigrationPhases": [], "MigrationPlan": ["MigrationPhases"], "migrated": ["MigrationPlan"]])
  }

  @Test func `an arrow without a reason and a reason without an arrow are found`() {
    let map = ["MigrationPhases": ["migrated": ""], "MigrationPlan": ["MigrationPhases": ""]]
    #expect(
      Layering(manifest: manifest).complaints(map: map).map(\.message) == [
        "MigrationPhases -> migrated is on the map, but the manifest does not draw it",
        "migrated -> MigrationPlan is on no map: give it a reason in Walls and architecture.md",
        "migrated is on no map: give it a reason in Walls and architecture.md",
      ])
  }

  @Test(arguments: [
    "import MigrationPlan", "@testable import MigrationPlan", "  public import MigrationPlan",
    "import struct MigrationPlan.Plan", "@preconcurrency internal import MigrationPlan",
  ])
  func `an import against the arrows is found`(line: String) {
    let bad = file("// first\n\(line)\n", at: "Sources/MigrationPhases/Phase.swift")
    #expect(
      Layering(manifest: manifest).complaints(about: bad).map(\.description) == [
        "Sources/MigrationPhases/Phase.swift:2: MigrationPhases must not import MigrationPlan"
      ])
    let good = file("\(line)\nimport Glibc\n", at: "Sources/migrated/Main.swift")
    #expect(Layering(manifest: manifest).complaints(about: good) == [])
  }

  @Test(arguments: [
    ("MigrationPhases", "Foundation"), ("MigrationControl", "FoundationEssentials"), ("migratectl", "Foundation"),
    ("migratectl", "Yams"), ("MigrationEngine", "GRDB"), ("MigrationTargets", "GRDBSQLite"),
    ("MigrationTargets", "CLibpq"),
    ("MigrationStore", "Subprocess"), ("MigrationPlan", "ArgumentParser"),
  ])
  func `an outsider behind a wall is found`(module: String, name: String) {
    #expect(Outsiders.complaints(about: file("import \(name)\n", at: "Sources/\(module)/X.swift")).count == 1)
    #expect(Outsiders.complaints(about: file("// import \(name)\n", at: "Sources/\(module)/X.swift")).isEmpty)
  }

  @Test func `an outsider where it belongs is let in`() {
    #expect(Outsiders.complaints(about: file("import Yams\nimport Foundation\n")) == [])
  }

  @Test func `a file of more than 400 lines is found`() {
    #expect(Sizes.complaints(about: file(String(repeating: "//\n", count: 400))) == [])
    #expect(
      Sizes.complaints(about: file(String(repeating: "//\n", count: 401))).map(\.message)
        == ["401 lines; at most 400, so split it"])
  }

  @Test(arguments: [
    "func long(a: Int = { 1 }(),\n  b: Int) -> Int {", "  init?(x: Int) throws(Refusal) {", "public var long: Int {",
    "  subscript(index: Int) -> Int {", "func long(\n  a: Int\n)\n  async throws\n{",
  ])
  func `a function of more than 60 lines is found`(head: String) {
    let body = String(repeating: "  work(\"}\")  // }\n", count: 59 - head.split(separator: "\n").count)
    #expect(Sizes.complaints(about: file("\(head)\n\(body)}\n")) == [])
    #expect(
      Sizes.complaints(about: file("import X\n\(head)\n\(body)  work()\n}\n")).map(\.description)
        == ["Sources/MigrationPlan/Plan.swift:2: a function of 61 lines; at most 60"])
  }

  @Test func `what a protocol asks for is not taken for a function with the next body`() {
    let requirements = "protocol P {\n  func a()\n  var b: Int { get }\n}\n"
    let next = "struct S {\n" + String(repeating: "  let x = 1\n", count: 80) + "}\n"
    #expect(Sizes.complaints(about: file(requirements + next)) == [])
  }

  @Test(arguments: [
    "let x = try! f()", "let x = y as! Int", "fatalError(\"no\")", "final class C: @unchecked Sendable {}",
    "nonisolated(unsafe) var x = 1", "Task { await f() }", "Task.detached { await f() }",
    "Task(priority: .high) { await f() }", "// TO" + "DO later", "/* FI" + "XME */",
  ])
  func `a forbidden word is found`(line: String) {
    #expect(Words.complaints(about: file("let ok = 1\n\(line)\n")).map(\.line) == [2])
  }

  @Test(arguments: [
    "// never try! this", "let x = \"try! \\(f(\")\")) as! Int\"", "let x = #\"fatalError(\"#",
    "let x = \"\"\"\n  as! \"Int\"\n  \"\"\"", "try await withTaskGroup { $0.addTask { f() } }",
    "let alias = x as? Int",
    "await withTaskCancellationHandler { f() } onCancel: { g() }", "/* a /* try! */ as! */ let x = 1",
  ])
  func `words that only look forbidden are left alone`(line: String) {
    #expect(Words.complaints(about: file(line + "\n")) == [])
  }

  @Test func `blanking keeps the code and the lines`() {
    let text = "let a = \"x\\(b(\"}\"))y\" // c\nlet d = \"\"\"\n  e\n  \"\"\" + f\n"
    #expect(Blanked(text).text == "let a = \("             ") \("    ")\nlet d = \("   ")\n   \n      + f\n")
  }

  @Test func `a file that is named after nothing in it is found`() {
    #expect(Names.complaints(about: file("struct Other {}\n")).map(\.message) == ["declares Other, but no Plan"])
    for name in ["Other+Plan", "PlanUtils", "PlanHelper", "PlanManager", "Placeholder"] {
      #expect(Names.complaints(about: file("extension Other {}\n", at: "Sources/M/\(name).swift")).count == 1)
    }
    #expect(Names.drawers(file("", at: "Tests/M/PlanManagerTests.swift")) == [])
    for good in [
      "struct Plan {}\nenum Other {}\n", "extension Other {}\n", "extension A {}\nstruct Other {}\n",
      "private struct Other {}\n",
    ] {
      #expect(Names.complaints(about: file(good)) == [])
    }
  }

  @Test func `a public type without a word on what it is is found`() {
    #expect(Names.complaints(about: file("\npublic struct Plan {}\n")).map(\.line) == [2])
    #expect(Names.complaints(about: file("/// A plan.\n@frozen\npublic struct Plan {}\n")) == [])
  }

  @Test func `a target that is not built strictly is found`() {
    let settings = "let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]\n"
    let target = ".target(name: \"X\", swiftSettings: strict)\n"
    #expect(Manifest.complaints(about: settings + target) == [])
    #expect(Manifest.complaints(about: target).count == 2)
    #expect(Manifest.complaints(about: settings + target + ".testTarget(name: \"Y\")").count == 1)
    #expect(Manifest.complaints(about: settings + target + ".unsafeFlags([])").count == 1)
  }

  @Test func `what stands at the top without agreement is found`() {
    let paths = ["Sources/a/b.swift", "scripts/x.sh", "README.md", ".ci/run", "notes.txt"]
    #expect(Pages.strangers(in: paths).map(\.path) == ["notes.txt", "scripts"])
  }

  @Test(arguments: ["/wo" + "rk/x", "see `/w" + "t`", "PATH=/bu" + "ild/bin", "(/ro" + "ot/.cache)"])
  func `a path of somebody's machine is found`(text: String) {
    #expect(Pages.machinePaths(in: "fine\n\(text)\n", path: "a.md").map(\.line) == [2])
  }

  @Test(arguments: [
    ".build/debug", "$(pwd)/.build/x", "migrated/work", "https://x.org/build/y", "HOME=/root", "/workday",
  ])
  func `a path that any machine has is left alone`(text: String) {
    #expect(Pages.machinePaths(in: text, path: "a.md") == [])
  }

  @Test func `a link that leads nowhere is found`() {
    let page = "[a](b.md) [c](../README.md#top) [d](#here)\n[e](https://x.org/y) [f](./gone.md) [g](../docs)\n"
    let there: Set = ["docs/b.md", "README.md", "docs"]
    #expect(
      Pages.brokenLinks(in: page, path: "docs/a.md", exists: there.contains).map(\.description)
        == ["docs/a.md:2: links to ./gone.md, which is not there"])
  }

  @Test func `a map that is too long is found`() {
    #expect(Pages.length(of: String(repeating: "x\n", count: 150), path: "m.md", atMost: 150) == [])
    #expect(Pages.length(of: String(repeating: "x\n", count: 151), path: "m.md", atMost: 150).count == 1)
  }
}
