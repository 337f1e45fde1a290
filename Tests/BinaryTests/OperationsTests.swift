import Foundation
import MigrationControl
import RepositoryFiles
import Testing

/// docs/operations.md is run as it stands.
@Suite(.serialized) struct OperationsTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  struct Line: Sendable {
    var text: String
    var status: Int32
  }

  /// The lines of the blocks marked `sh`, with the exit status that each is to have.
  static func commands(in document: String) -> [Line] {
    var lines: [Line] = []
    var isInside = false
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```sh"
      } else if isInside, !line.isEmpty {
        let parts = line.components(separatedBy: " # exits ")
        lines.append(Line(text: parts[0], status: parts.count > 1 ? Int32(parts[1]) ?? -1 : 0))
      }
    }
    return lines
  }

  @Test func `every command of the runbook does what the page says`() throws {
    let document = try String(contentsOf: Self.root.appendingPathComponent("docs/operations.md"), encoding: .utf8)
    let commands = Self.commands(in: document)
    try #require(commands.count > 25)
    let folder = try TestFolder()
    let plan = Self.root.appendingPathComponent("Tests/Demo/add-full-name").path
    try FileManager.default.copyItem(atPath: plan, toPath: folder.file("add-full-name"))
    for name in ["shop-staging", "shop-production"] {
      let seeded = try Ran(
        try BuiltProducts.path(of: "migrated-demo"), ["seed", folder.file(name + ".sqlite"), "--customers", "2000"])
      try #require(seeded.status == 0, "\(seeded)")
    }
    let daemon = try RunningDaemon(
      folder: folder,
      policies: [
        ("staging", "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }"),
        ("production", "{ approvals: { contract: 0 } }"),
      ], targets: [("shop-staging", "staging"), ("shop-production", "production")])
    try daemon.start()
    let environment = [
      "MIGRATED_SOCKET": daemon.socket, "PATH": BuiltProducts.folder + ":/usr/bin:/bin", "NO_COLOR": "1",
    ]
    for command in commands {
      let ran = try Ran(
        "/bin/bash", ["-c", command.text], environment: environment, directory: folder.path)
      guard ran.status == command.status else {
        Issue.record(
          "`\(command.text)` exited with \(ran.status), not \(command.status):\n\(ran.output)\n\(ran.errors)")
        return
      }
    }
    #expect(try daemon.rollout("add-full-name", "shop-production").state.text == "rolledBack")
  }

  @Test func `a page with a wrong command is noticed`() {
    let commands = Self.commands(in: "```sh\nmigratectl no-such-command\nfalse # exits 5\n```\n```text\nnot run\n```\n")
    #expect(commands.map(\.text) == ["migratectl no-such-command", "false"] && commands.map(\.status) == [0, 5])
  }
}
