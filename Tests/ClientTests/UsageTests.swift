import Foundation
import MigrationControl
import Testing

@testable import migratectl

struct UsageTests {
  @Test(arguments: [
    ["--bogus"], ["advance"], ["show"], ["show", "a", "b"], ["approve", "a", "never"], ["--json", "yaml", "list"],
    ["list", "--timeout", "3"], ["list", "--timeout", "0s"], ["history", "--since", "soon"], ["history", "-n", "x"],
    ["call", "List", "{"], ["nonsense"], ["advance", "--due", "--wait"],
  ])
  func `a command line that is wrong ends with 2 and says so on standard error`(arguments: [String]) async throws {
    let ran = try await Ran.migratectl(arguments)
    #expect(ran.status == 2)
    #expect(ran.output == "")
    #expect(ran.errors.hasPrefix("Error: "))
  }

  @Test func `help and version go to standard output and end with 0`() async throws {
    for arguments in [["--help"], ["advance", "--help"], ["help", "exit-codes"], ["exit-codes"], ["--version"]] {
      let ran = try await Ran.migratectl(arguments)
      #expect(ran.status == 0)
      #expect(ran.errors == "")
      #expect(!ran.output.isEmpty)
    }
    #expect(try await Ran.migratectl(["--version"]).output == "migratectl \(ClientVersion.text)\n")
  }

  @Test func `a command that is not there is told so, with the one that was meant`() async throws {
    #expect(
      try await Ran.migratectl(["--socket", "/x", "shwo", "a"]).errors
        == "Error: There is no command \"shwo\".\nDid you mean show?\n")
    #expect(
      try await Ran.migratectl(["frobnicate"]).errors
        == "Error: There is no command \"frobnicate\".\nSee the commands there are: migratectl --help\n")
    #expect(MistypedCommand.distance("shwo", "show") == 1)
    #expect(MistypedCommand.distance("", "abc") == 3)
    #expect(MistypedCommand.message(["-t", "x"], commands: ["list"]) == nil)
  }

  @Test func `the exit codes that are printed are those there are`() async throws {
    let ran = try await Ran.migratectl(["exit-codes"])
    let printed = ran.output.split(separator: "\n").map { String($0) }
    #expect(
      printed == Status.allCases.map { TextWidth.blanks(3 - "\($0.rawValue)".count) + "\($0.rawValue)  \($0.meaning)." }
    )
  }

  @Test func `a time may begin with a dash, as an option of its own or not`() async throws {
    try await CannedDaemon.with(["History": [.reply(["entries": []])]]) { daemon in
      for arguments in [["--since", "-2h", "--until", "-30min"], ["--since=-2h", "--until=-30min"]] {
        let before = Int(Date().timeIntervalSince1970 * 1_000_000)
        let ran = try await Ran.migratectl(["history"] + arguments, socket: daemon.socket)
        #expect(ran.status == 0)
        let asked = try #require(daemon.asked.last.flatMap { try JSONParser.parse(String($0.dropFirst(8))) })
        let since = Int(asked["since"]?.integer ?? 0)
        #expect((0..<60_000_000).contains(since + 7_200_000_000 - before))
        #expect(Int(asked["until"]?.integer ?? 0) - since == 5_400_000_000)
      }
      let swallowed = try await Ran.migratectl(["history", "--since", "--until"], socket: daemon.socket)
      #expect(swallowed.status == 2)
    }
  }

  @Test func `times are read and written in the zone of the caller, with --utc in UTC`() async throws {
    let entry = Wire.HistoryEntry(
      seq: 1, at: Made.now, actor: Made.ada, event: "reloaded", detail: "{}", previousHash: "a", hash: "b")
    let reply = Call.History.Reply(entries: [entry])
    try await CannedDaemon.with(["History": [try .reply(reply)]]) { daemon in
      let arguments = ["history", "--no-legend", "--since", "2026-11-23 12:00"]
      let zone = ["TZ": "XYZ-1"]
      let local = try await Ran.migratectl(arguments, socket: daemon.socket, environment: zone)
      #expect(local.output == "     1  2026-11-23 13:00:00 XYZ  ada         reloaded    verb=advance\n")
      let pasted = ["history", "--no-legend", "--since", "2026-11-23 13:00:00 XYZ"]
      #expect(try await Ran.migratectl(pasted, socket: daemon.socket, environment: zone).output == local.output)
      let utc = try await Ran.migratectl(arguments + ["--utc"], socket: daemon.socket, environment: zone)
      #expect(utc.output == "     1  2026-11-23 12:00:00 UTC  ada         reloaded    verb=advance\n")
      #expect(
        daemon.asked == [1_795_431_600, 1_795_435_200, 1_795_435_200].map { #"History {"since":\#($0)000000}"# })
    }
  }
}
