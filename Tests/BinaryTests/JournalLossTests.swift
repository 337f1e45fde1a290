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

  @Test func `what a killed daemon left of a copy is gone after the next start`() throws {
    let daemon = try daemon()
    try daemon.start()
    #expect(daemon.stop() == 0)
    let folder = "state/restore-points"
    for name in [".m-db-1.partial", ".m-db-1.partial-journal", "m-db-0.sqlite"] {
      try daemon.folder.write("x", to: "\(folder)/\(name)")
    }
    try daemon.start()
    let left = try FileManager.default.contentsOfDirectory(atPath: daemon.folder.file(folder))
    #expect(left == ["m-db-0.sqlite"])
    #expect(daemon.log.contains("2 files of copies that an earlier daemon did not finish were taken away"))
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

  @Test func `an altered record is told by status and the log soon after the start, which serves all the same`() throws
  {
    let daemon = try daemon()
    try daemon.start()
    _ = try daemon.call(Call.Register.self, .init(files: KillTests.plan))
    #expect(daemon.stop() == 0)
    let journal = try SQLiteConnection(path: daemon.folder.file("state/journal.sqlite"), mode: .readWrite)
    try journal.run("DROP TRIGGER history_never_changes")
    try journal.run("UPDATE history SET by_user = 'nobody' WHERE seq = 2")
    try daemon.start()
    var status = try daemon.call(Call.Status.self, .init())
    for _ in 0..<1_000 where status.record?.state == .underWay {
      usleep(10_000)
      status = try daemon.call(Call.Status.self, .init())
    }
    #expect(status.state == .serving && status.record?.state == .altered)
    #expect(status.record?.message?.hasPrefix("entry 2 was altered") == true, "\(status)")
    let words = "the record was altered past the daemon: entry 2 was altered"
    for _ in 0..<1_000 where !daemon.log.contains(words) { usleep(10_000) }
    #expect(daemon.log.contains(words), "\(daemon.log)")
    let ran = try Ran(try BuiltProducts.path(of: "migratectl"), ["status", "--socket", daemon.socket])
    #expect(ran.status == 1)
    #expect(ran.output.contains("State: serving, but the record was altered: entry 2 was altered"), "\(ran)")
    let advanced = try daemon.call(Call.Advance.self, .init(migration: "full-name", target: "db", phase: .expand))
    #expect(advanced.rollout.state.shape == .queued)
  }

  @Test func `status says while another process has the journal locked, also while a command waits for it`() throws {
    let daemon = try daemon()
    try daemon.start()
    let other = try SQLiteConnection(path: daemon.folder.file("state/journal.sqlite"), mode: .readWrite)
    try other.run("BEGIN IMMEDIATE")
    func check() throws {
      let began = ContinuousClock.now
      let status = try daemon.call(Call.Status.self, .init())
      #expect(status.state == .refusing)
      #expect(status.message?.hasPrefix("cannot record: the journal is locked by another process; `fuser ") == true)
      #expect(ContinuousClock.now - began < .seconds(3))
    }
    try check()
    let waiting = Process()
    waiting.executableURL = URL(fileURLWithPath: try BuiltProducts.path(of: "migratectl"))
    waiting.arguments = ["freeze", "--yes", "now", "--socket", daemon.socket]
    waiting.standardError = FileHandle.nullDevice
    waiting.standardOutput = FileHandle.nullDevice
    try waiting.run()
    usleep(300_000)
    try check()
    waiting.waitUntilExit()
    #expect(waiting.terminationStatus == 11)
    try other.run("ROLLBACK")
    let status = try daemon.call(Call.Status.self, .init())
    #expect(status.state == .serving && status.message == nil)
    #expect(daemon.stop() == 0)
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
