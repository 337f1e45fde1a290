import Glibc
import MigrationPlan
import Testing

@Suite struct BoundsTests {
  @Test func `A description of more than its bound is not read`() {
    let long = Sample.header + Sample.expand + String(repeating: "#\n", count: PlanBounds.descriptionFile / 2)
    #expect(Sample.wrong(long) == "migration.yaml: error: \"migration.yaml\" has more than 256 KiB [too-large]")
  }

  @Test func `A file of more than its bound is not read`() {
    let files = PlanFiles([
      PlanFile(path: "migration.yaml", text: Sample.header + Sample.expand), Sample.expandFiles[1],
      PlanFile(path: "expand.sql", bytes: [UInt8](repeating: 32, count: PlanBounds.file + 1)),
    ])
    #expect(
      Sample.wrong(files) == "migration.yaml:7:8: error: expand.sql: \"expand.sql\" has more than 4096 KiB [too-large]")
  }

  @Test func `A plan of more files than its bound is refused`() {
    let names = (0..<PlanBounds.files).map { "f\($0)" }
    let found = Sample.wrong(
      Sample.header + Sample.expand + "files: [\(names.joined(separator: ", "))]",
      names.map { PlanFile(path: $0, text: "x") })
    #expect(found.contains("the plan names more than 64 files [too-many]"))
  }

  @Test func `Lists and texts have their bounds`() {
    let queries = (0...PlanBounds.queries).map { "{ name: q\($0), sql: SELECT 1 }" }.joined(separator: ", ")
    #expect(
      Sample.wrong(Sample.header + Sample.expand + "  verify: [\(queries)]")
        == "migration.yaml:9:11: error: expand.verify has 65 items, at most 64 are allowed [too-many]")
    let long = String(repeating: "x", count: 5_000)
    #expect(
      Sample.wrong(Sample.header.replacing("Customers", with: long) + Sample.expand)
        == "migration.yaml:2:14: error: description has 5020 characters, at most 4096 are allowed [too-large]")
  }

  @Test(arguments: Hostile.all)
  fileprivate func `Text made to harm ends in findings, and soon`(hostile: Hostile) {
    let began = Self.spent
    let found = Sample.wrong(hostile.text)
    #expect(found.hasPrefix("migration.yaml"))
    #expect(found.utf8.count < 100_000)
    #expect(Self.spent - began < .seconds(10))
  }

  /// What this thread has computed so far, whatever else the machine does.
  private static var spent: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  @Test func `No more findings are told than people read`() {
    let keys = (0..<1_000).map { "unknown\($0): 1\n" }.joined()
    do {
      _ = try Sample.read(keys)
      Issue.record("a plan of unknown keys was read")
    } catch PlanError.findings(let findings) {
      #expect(findings.count == PlanBounds.findings)
    } catch {
      Issue.record("\(error)")
    }
  }
}

private struct Hostile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String

  init(_ name: String, _ text: String) {
    testDescription = name
    self.text = text
  }

  static let all =
    [
      Hostile("lists in lists", String(repeating: "[", count: 200_000)),
      Hostile("items in items", String(repeating: "- ", count: 100_000)),
      Hostile("mappings in mappings", String(repeating: "{a: ", count: 50_000)),
      Hostile("one level too many", "a: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)),
      Hostile(
        "stairs", (0..<2_000).map { String(repeating: " ", count: $0 % 100) + "k\($0):" }.joined(separator: "\n")),
      Hostile("aliases of aliases", "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n? *c\n: 1"),
      Hostile("key marks", String(repeating: "? ", count: 50_000)),
      Hostile("escapes without an end", "\"" + String(repeating: "\\u0041", count: 40_000)),
      Hostile("one key again and again", String(repeating: "a: 1\n", count: 20_000)),
      Hostile("keys that come twice", (0..<10_000).map { "k\($0 / 2): 1\n" }.joined()),
      Hostile("a key that is a list", "? [a, b]\n: c"),
    ]
    + [
      "%YAML 9.9\n---\na: b", "\u{0}", "a: \u{0}", "\u{FEFF}", "...", "--- |\n", "!!binary |\n  aGVsbG8=", "[1, 2",
      "{a",
      "'", "\"", "|", ">", "&", "*", "*a", "!", "@", "`", "%", "a: b: c", "\u{1}", "a: \u{85}b", "~twice~1: x",
    ].map { Hostile($0.debugDescription, $0) }
}
