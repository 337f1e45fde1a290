import Foundation
import MigrationControl
import MigrationSQLite
import Testing

/// The client against the real daemon, where somebody gets something wrong.
@Suite(.serialized) struct OperatorTests {
  private func daemon() throws -> RunningDaemon {
    let folder = try TestFolder()
    let open = "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }"
    for name in ["shop-staging", "shop-production"] {
      try SQLiteConnection(path: folder.file(name + ".sqlite"), mode: .create)
        .run("CREATE TABLE Customer (CustomerId INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT)")
    }
    let daemon = try RunningDaemon(
      folder: folder, policies: [("staging", open), ("production", open)],
      targets: [("shop-staging", "staging"), ("shop-production", "production")])
    try daemon.start()
    return daemon
  }

  @Test func `a plan that is too large is refused before it is sent, and a message that is too long is in the log`()
    throws
  {
    let daemon = try daemon()
    #expect(try daemon.migratectl("new", "large").status == 0)
    let file = daemon.folder.file("large/expand.sql")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try daemon.folder.write(text + String(repeating: "-- \n", count: 400_000), to: "large/expand.sql")
    let ran = try daemon.migratectl("register", "large")
    #expect(ran.status == 10)
    #expect(ran.errors.contains("the daemon takes 1.0 MiB (1,048,576 bytes) at most (limits.messageSize)"), "\(ran)")
    #expect(ran.errors.contains("1.5 MiB  large/expand.sql\n"), "\(ran)")
    #expect(ran.errors.contains("set limits: { messageSize: 2MiB } in the daemon's configuration"), "\(ran)")
    #expect(!daemon.log.contains("closed:"))

    let call = {
      try daemon.call(Call.Register.self, .init(files: try Wire.PlanFile.all(in: daemon.folder.file("large"))))
    }
    let error = #expect(throws: ControlError.self) { try call() }
    #expect(error == .replied(error: Wire.MessageTooLarge.name, parameters: ["bound": 1_048_576]))
    #expect(daemon.log.contains("closed: a message of more than 1048576 bytes (limits.messageSize)"), "\(daemon.log)")
  }
}
