import Foundation
import MigrationControl
import MigrationSQLite
import Testing

/// Somebody else's client on the real daemon: PyPI's varlink. It is not skipped where it is missing.
@Suite(.serialized) struct VarlinkToolTests {
  private func daemon() throws -> RunningDaemon {
    let folder = try TestFolder()
    let database = try SQLiteConnection(path: folder.file("db.sqlite"), mode: .create)
    try database.run("CREATE TABLE person (id INTEGER PRIMARY KEY, first TEXT, last TEXT)")
    try database.run("INSERT INTO person VALUES (1, 'Ada', 'Lovelace')")
    let daemon = try RunningDaemon(
      folder: folder,
      policies: [("only", "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }")],
      targets: [("db", "only")])
    try daemon.start()
    return daemon
  }

  private func tool(_ arguments: [String]) throws -> Ran {
    let ran = try Ran("python3", ["-m", "varlink.cli"] + arguments)
    try #require(!ran.errors.contains("No module named"), "needs the PyPI package varlink: \(ran.errors)")
    return ran
  }

  @Test func `it tells what the service offers`() throws {
    let daemon = try daemon()
    let info = try tool(["info", "unix:\(daemon.socket)"])
    #expect(info.status == 0 && info.output.contains("dev.migrated.Control"), "\(info)")
    let help = try tool(["help", "unix:\(daemon.socket)/dev.migrated.Control"])
    #expect(help.output.contains("method Advance("), "\(help)")
  }

  @Test func `it calls, and watches a migration go on`() throws {
    let daemon = try daemon()
    _ = try daemon.call(Call.Register.self, .init(files: KillTests.plan))
    let prefix = "unix:\(daemon.socket)/dev.migrated.Control"
    let list = try tool(["call", "\(prefix).List", "{}"])
    #expect(list.output.contains("\"full-name\"") && list.output.contains("\"planned\""), "\(list)")

    let watching = Process()
    let output = Pipe()
    watching.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    watching.arguments = ["python3", "-u", "-m", "varlink.cli", "call", "-m", "\(prefix).Watch", "{}"]
    watching.standardOutput = output
    try watching.run()
    defer { watching.terminate() }
    var seen = ""
    func read(until text: String) throws {
      while !seen.contains(text) {
        let data = output.fileHandleForReading.availableData
        try #require(!data.isEmpty, "the watch ended: \(seen)")
        seen += String(decoding: data, as: UTF8.self)
      }
    }
    try read(until: "\"planned\"")
    let advance = try tool(["call", "\(prefix).Advance", #"{"migration":"full-name","target":"db","phase":"expand"}"#])
    #expect(advance.output.contains("queued(expand)"), "\(advance)")
    try read(until: "completed(expand)")
  }

  @Test func `what is refused comes as the interface's own error`() throws {
    let daemon = try daemon()
    let ran = try tool(["call", "unix:\(daemon.socket)/dev.migrated.Control.Show", #"{"migration":"nope"}"#])
    #expect((ran.output + ran.errors).contains("NoSuchMigration"), "\(ran)")
  }
}
