import Foundation
import MigrationControl
import MigrationSQLite
import RepositoryFiles
import Testing

/// The health of the databases, by the client and the real daemon.
@Suite(.serialized) struct TargetHealthTests {
  private func health(_ arguments: [String], _ daemon: RunningDaemon) throws -> Ran {
    try Ran(
      try BuiltProducts.path(of: "migratectl"), ["health"] + arguments,
      environment: ["MIGRATED_SOCKET": daemon.socket, "TZ": "UTC", "LANG": "C.UTF-8"])
  }

  @Test func `the daemon looks by itself, and the document goes with the database`() throws {
    let folder = try TestFolder()
    let database = try SQLiteConnection(path: folder.file("db.sqlite"), mode: .create)
    try database.run("CREATE TABLE person (id INTEGER PRIMARY KEY, first TEXT, last TEXT)")
    let open = "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }"
    let daemon = try RunningDaemon(folder: folder, policies: [("only", open)], targets: [("db", "only")])
    try daemon.start()
    // Every call makes one look; one more is the daemon's own.
    var (asked, samples) = (0, 0)
    while samples <= asked, asked < 600 {
      samples = try daemon.call(Call.Health.self, .init()).targets[0].samples
      asked += 1
      usleep(10_000)
    }
    #expect(samples > asked)
    #expect(try health(["db", "--requires", "2"], daemon).status == 1)
    _ = try daemon.call(Call.Register.self, .init(files: KillTests.plan))
    try daemon.carryOut(.expand, of: "full-name", on: "db")
    let ran = try health(["db", "--requires", "2", "--json=short"], daemon)
    #expect(ran.status == 0, "\(ran)")
    #expect(ran.output.hasPrefix(#"{"ok":true,"version":{"schema":2,"required":2,"compatible":true,"#), "\(ran)")

    try FileManager.default.moveItem(atPath: folder.file("db.sqlite"), toPath: folder.file("away"))
    let gone = try health(["db"], daemon)
    #expect(gone.status == 1 && gone.output.contains("there is no such file"), "\(gone)")
    #expect(try health(["bd"], daemon).errors.contains("Did you mean db?"))
  }
}
