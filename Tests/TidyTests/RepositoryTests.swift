import RepositoryFiles
import Testing

/// Every rule, held against the whole repository.
@Suite struct RepositoryTests {
  static func swiftFiles(below folder: String) throws -> [SourceFile] {
    try Repository.files(below: folder).filter { $0.hasSuffix(".swift") }.map {
      SourceFile(path: $0, text: try Repository.text($0))
    }
  }

  /// Every text that is committed, as far as its place tells.
  static func texts() throws -> [String] {
    let folders = TopLevel.folders.subtracting([".git/"]).map { String($0.dropLast()) }.filter(Repository.exists)
    let top = try Repository.names().filter { !$0.hasSuffix("/") && $0 != "Package.resolved" && $0 != ".git" }
    return try top + folders.sorted().flatMap(Repository.files(below:))
  }

  func expectNone(_ complaints: [Complaint]) {
    for complaint in complaints { Issue.record("\(complaint)") }
  }

  @Test func `modules call only what the table of arrows allows`() throws {
    let layering = Layering(manifest: try Repository.text("Package.swift"))
    #expect(layering.drawn.count >= 12)
    expectNone(layering.complaints(allowed: Arrow.allowed))
    for file in try Self.swiftFiles(below: "Sources") {
      expectNone(layering.complaints(about: file))
      expectNone(Outsiders.complaints(about: file))
    }
  }

  @Test func `files and functions stay within their bounds`() throws {
    for folder in ["Sources", "Tests"] {
      for file in try Self.swiftFiles(below: folder) { expectNone(Sizes.complaints(about: file)) }
    }
  }

  @Test func `the product has no word in it that kills, lies or waits`() throws {
    for file in try Self.swiftFiles(below: "Sources") { expectNone(Words.complaints(about: file)) }
  }

  @Test func `files are named after what is in them, and public types say what they are`() throws {
    for file in try Self.swiftFiles(below: "Sources") { expectNone(Names.complaints(about: file)) }
  }

  @Test func `every target is built strictly`() throws {
    expectNone(Manifest.complaints(about: try Repository.text("Package.swift")))
  }

  @Test func `nothing but the agreed folders stands at the top`() throws {
    let ignored = try Repository.text(".gitignore").split(separator: "\n").map(String.init)
    expectNone(TopLevel.complaints(about: try Repository.names(), ignored: ignored))
  }

  @Test func `no text names a path of somebody's machine`() throws {
    for path in try Self.texts() {
      guard let text = try? Repository.text(path) else { continue }
      expectNone(Pages.machinePaths(in: text, path: path))
    }
  }

  @Test func `links in pages lead somewhere, and the map can be overlooked`() throws {
    for path in try Self.texts() where path.hasSuffix(".md") {
      expectNone(Pages.brokenLinks(in: try Repository.text(path), path: path, exists: Repository.exists))
    }
    let map = "docs/architecture.md"
    if Repository.exists(map) { expectNone(Pages.length(of: try Repository.text(map), path: map, atMost: 150)) }
  }
}
