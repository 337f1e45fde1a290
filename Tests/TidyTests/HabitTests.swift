import RepositoryFiles
import Testing

struct HabitTests {
  @Test func `nothing is forced, unchecked, unfinished or left to itself`() throws {
    for file in try Checkout.sources() { none(Words.complaints(about: file)) }
  }

  @Test func `files have at most 400 lines, functions at most 60`() throws {
    for file in try Checkout.sources() { none(Sizes.complaints(about: file)) }
    for file in try Checkout.tests() { none(Sizes.length(of: file)) }
  }

  @Test func `files are named after what is in them, and public types say what they are`() throws {
    for file in try Checkout.sources() { none(Names.complaints(about: file)) }
    for file in try Checkout.tests() { none(Names.drawers(file)) }
  }

  @Test func `only the agreed folders and files stand at the top`() {
    #expect(Repository.files.count > 100)
    none(Pages.strangers(in: Repository.files))
  }

  @Test func `no text names a path of somebody's machine`() {
    for path in Repository.files {
      guard let text = try? Repository.text(path) else { continue }
      none(Pages.machinePaths(in: text, path: path))
    }
  }

  @Test func `links lead somewhere`() throws {
    for path in Repository.files where path.hasSuffix(".md") {
      none(Pages.brokenLinks(in: try Repository.text(path), path: path, exists: Repository.exists))
    }
  }

  @Test func `architecture.md stays a map of one sitting`() throws {
    let page = try Repository.text("docs/architecture.md")
    none(Pages.length(of: page, path: "docs/architecture.md", atMost: 150))
    #expect(page.split(separator: "\n").count > 20)
  }

  @Test func `the walk of advance names what is in the code`() throws {
    let page = try Repository.text("docs/architecture.md")
    let all = try Checkout.sources().map { " \($0.name)\($0.text)" }.joined()
    let walk = page.split(separator: "walks", maxSplits: 1)[1].split(separator: "## Invariants")[0]
    let names = walk.matches(of: /`([A-Z][A-Za-z]+)(?:\.([a-z][A-Za-z]+))?[`(]/).map { ($0.1, $0.2) }
    #expect(names.count > 8)
    for (type, member) in names {
      // Not inside #expect, which would print all of the code.
      let isThere = all.contains(" \(type)") && (member.map { all.contains("\($0)") } ?? true)
      #expect(isThere, "\(type).\(member ?? "") is not in the code")
    }
  }
}
