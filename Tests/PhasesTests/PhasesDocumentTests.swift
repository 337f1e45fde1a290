import RepositoryFiles
import Testing

@Suite struct PhasesDocumentTests {
  @Test func `docs/phases.md says what the code does`() throws {
    let committed = try Repository.text("docs/phases.md")
    let printed = try #require(PhasesDocument.update(committed), "docs/phases.md has lost its markers")
    if Repository.isRecording { return try Repository.record(printed, at: "docs/phases.md") }
    let difference = Repository.difference(committed, printed)
    #expect(difference == nil, "docs/phases.md differs from the code; `make record`, then read `git diff docs`")
  }

  @Test func `a page without its markers is not touched`() {
    #expect(PhasesDocument.update("no markers") == nil)
    #expect(PhasesDocument.update("\(PhasesDocument.end) \(PhasesDocument.begin)") == nil)
  }

  @Test func `what stood between the markers is replaced and the rest is kept`() throws {
    let old = "before\n\(PhasesDocument.begin)\nold\n\(PhasesDocument.end)\nafter"
    let new = try #require(PhasesDocument.update(old))
    #expect(new.hasPrefix("before\n"))
    #expect(new.hasSuffix("\nafter"))
    #expect(!new.contains("\nold\n"))
    #expect(PhasesDocument.update(new) == new)
  }
}
