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

  @Test func `a command line that is wrong is told with how the command is called`() async throws {
    func errors(_ arguments: String...) async throws -> String { try await Ran.migratectl(arguments).errors }
    #expect(
      try await errors("new") == """
        Error: Missing expected argument 'NAME'.
        NAME: The migration's name: lower-case letters, digits and dashes, beginning with a letter.
        Usage: migratectl new NAME [--directory FOLDER] [--engine ENGINE] [--from-prisma FOLDER] [--baseline]
        Help: migratectl new --help

        """)
    #expect(
      try await errors("pause", "add-full-name", "shop-staging") == """
        Error: Unexpected argument 'shop-staging'.
        Is it the target? Then: --target shop-staging
        Usage: migratectl pause MIGRATION [--target TARGET] [--reason REASON]
        Help: migratectl pause --help

        """)
    #expect(
      try await errors("advance", "a", "--targt", "b") == """
        Error: Unknown option '--targt'. Did you mean '--target'?
        Usage: migratectl advance MIGRATION [--target TARGET] [--to PHASE] [--dry-run] [--wait] [--yes]
               migratectl advance --due
        Help: migratectl advance --help

        """)
    #expect(
      try await errors("status", "--json") == """
        Error: Missing value for '--json FORMAT'.
        --json FORMAT: Print JSON. One of pretty, short or off.
        Usage: migratectl status
        Help: migratectl status --help

        """)
    #expect(
      try await errors("-t", "show", "--bogus") == """
        Error: Unknown option '--bogus'.
        Usage: migratectl [OPTIONS] [COMMAND] [ARGUMENTS]
        Help: migratectl --help

        """)
  }

  @Test func `help is about the command, its own options first`() async throws {
    let expected = """
      Say what became of a step whose outcome is unknown, or that a rollback was done
      by hand. Role operator.

      Usage: migratectl resolve MIGRATION [--target TARGET] (--done | --not-done)
             --evidence TEXT [--wait]

      Look at the database first. What you say here is believed, and is on record with
      your name. A rollback that failed, or that the ledger does not bear out, ends
      with --done once nothing of the migration is left.

      Arguments:
        MIGRATION  The migration's name.

      Options:
        -t, --target TARGET  The target, where the migration has several.
            --done           The step happened: go on after it. Of a rollback: nothing
                             of the migration is left.
            --not-done       The step did not happen: halted as failed, ready for
                             retry or rollback.
            --evidence TEXT  How you know, for the record.
            --wait           Follow it until it is done, or halts (exit status 1).

      Options of every command:

      """
    for arguments in [["resolve", "--help"], ["help", "resolve"], ["--socket", "x", "resolve", "a", "-h"]] {
      let ran = try await Ran.migratectl(arguments)
      #expect(ran.status == 0)
      #expect(ran.output.hasPrefix(expected))
      #expect(ran.output.hasSuffix("\n  -h, --help          Show this help.\n"))
    }
    let all = try await Ran.migratectl(["--help"]).output
    for command in CommandDescription.all.subcommands { #expect(all.contains("\n  \(command.name) ")) }
    #expect(all.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func `every command has help that fits, and says when it is called wrongly`() async throws {
    let all = CommandDescription.all
    for command in all.subcommands + all.subcommands.flatMap(\.subcommands) {
      let text = HelpPage(appearance: Made.terminal(60)).text(command)
      #expect(!command.abstract.isEmpty && command.abstract.hasSuffix("."))
      #expect(text.contains("Usage: \(command.path.joined(separator: " "))"))
      for line in text.split(separator: "\n") { #expect(TextWidth.of(String(line)) <= 60, "\(line)") }
      for argument in command.arguments {
        #expect(argument.abstract.hasSuffix(".") || argument.abstract.contains(": "), "\(argument)")
      }
    }
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
    #expect(MistypedCommand.message(["-t", "x", "--socket=/x", "-j"], .all) == nil)
    #expect(
      try await Ran.migratectl(["a", "advance"]).errors
        == "Error: There is no command \"a\".\nThe command comes first: migratectl advance a\n")
    let begun = try await Ran.migratectl(["help", "res"])
    #expect(begun.status == 2)
    #expect(begun.errors == "Error: There is no command \"res\".\nDid you mean resume or resolve?\n")
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
