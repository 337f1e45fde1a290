import RepositoryFiles
import Testing

@Suite struct ScenarioTests {
  static let folder = "Tests/PhasesTests/Scenarios"
  static let names = Repository.files.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count + 1)) }

  @Test(arguments: names) func `a conversation goes as it is written down`(name: String) throws {
    let path = "\(Self.folder)/\(name)"
    let committed = try Repository.text(path)
    let replayed = try Scenario(text: committed).replayed()
    if Repository.isRecording { return try Repository.record(replayed, at: path) }
    let difference = Repository.difference(committed, replayed)
    #expect(difference == nil, "\(path) differs from the code; `make record` writes it anew")
  }

  @Test func `there are conversations to hold the code against`() {
    #expect(Self.names.count >= 10)
    #expect(Self.names.allSatisfy { $0.hasSuffix(".txt") })
  }

  @Test func `a wrong answer in a transcript is found`() throws {
    let wrong = "> advance\n  completed(contract)\n"
    #expect(try Scenario(text: wrong).replayed() == "> advance\n  queued(expand)\n")
  }

  @Test(arguments: [
    "fly", "advance sideways", "failed 1", "began", "resolve maybe", "interrupted 1 perhaps", "pause 3",
  ])
  func `a line that means nothing is refused with its number`(line: String) {
    #expect(throws: ScenarioError(line: 2, words: line.split(separator: " ").map(String.init))) {
      try Scenario(text: "# first\n> \(line)\n").replayed()
    }
  }
}
