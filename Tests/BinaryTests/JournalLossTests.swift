import Foundation
import MigrationControl
import MigrationSQLite
import RepositoryFiles
import Testing

/// What the daemon does when its journal cannot be trusted or written.
@Suite(.serialized) struct JournalLossTests {
  private func daemon() throws -> RunningDaemon {
    let folder = try TestFolder()
    try SQLiteConnection(path: folder.file("db.sqlite"), mode: .create)
      .run("CREATE TABLE person (id INTEGER PRIMARY KEY, first TEXT, last TEXT)")
    return try RunningDaemon(
      folder: folder,
      policies: [("only", "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }")],
      targets: [("db", "only")])
  }

  @Test func `a damaged journal is not started on, and is left as it is`() throws {
    let daemon = try daemon()
    try daemon.start()
    _ = try daemon.call(Call.Register.self, .init(files: KillTests.plan))
    #expect(daemon.stop() == 0)
    let path = daemon.folder.file("state/journal.sqlite")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    // The clean stop left everything in the one file.
    try #require(bytes.count > 40_000)
    for index in 8_192..<40_000 { bytes[index] = 0xa5 }
    try bytes.write(to: URL(fileURLWithPath: path))
    let ran = try Ran(try BuiltProducts.path(of: "migrated"), ["--config", daemon.folder.file("migrated.yaml")])
    #expect(ran.status == 74 && ran.errors.contains("journal.sqlite is damaged"), "\(ran)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test func `a journal that goes away under it ends the daemon, which says why until then`() throws {
    let daemon = try daemon()
    try daemon.start()
    try FileManager.default.removeItem(atPath: daemon.folder.file("state/journal.sqlite"))
    let wanted = #expect(throws: ControlError.self) {
      try daemon.call(Call.Register.self, .init(files: KillTests.plan))
    }
    guard case .replied(let name, let parameters) = wanted else {
      Issue.record("\(String(describing: wanted))")
      return
    }
    #expect(name == Wire.JournalUnavailable.name)
    #expect(parameters["message"].map { "\($0)".contains("journal.sqlite") } == true)
    #expect(try daemon.call(Call.Status.self, .init()).state == .refusing)
    #expect(daemon.waitForEnd(within: 20) == 74)
  }

  @Test func `a second daemon on the same state folder is refused`() throws {
    let daemon = try daemon()
    try daemon.start()
    let ran = try Ran(try BuiltProducts.path(of: "migrated"), ["--config", daemon.folder.file("migrated.yaml")])
    #expect(ran.status == 74 && ran.errors.contains("another daemon uses the state folder"), "\(ran)")
    #expect(try daemon.call(Call.Status.self, .init()).state == .serving)
  }

  @Test func `a wrong configuration is told with its place`() throws {
    let folder = try TestFolder()
    try folder.write("environments:\n  - nam: staging\n", to: "migrated.yaml")
    let ran = try Ran(try BuiltProducts.path(of: "migrated"), ["--config", folder.file("migrated.yaml")])
    #expect(ran.status == 78, "\(ran)")
    #expect(ran.errors.contains("migrated.yaml:2:5: error: unknown key \"nam\""), "\(ran.errors)")
    #expect(ran.errors.contains("did you mean \"name\"?"), "\(ran.errors)")
  }
}
