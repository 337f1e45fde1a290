import MigrationControl
import MigrationPhases
import Testing

/// The executable where somebody sits and types.
struct TerminalTests {
  private let ready = Made.rollout(Made.state(.completed, .switch), next: .contract)

  private func with(_ body: (CannedDaemon) async throws -> Void) async throws {
    let why = Call.Why.Reply(rollout: ready, phase: .contract, gates: Made.gates.filter(\.holds))
    let advance = Call.Advance.Reply(rollout: Made.rollout(Made.state(.queued, .contract)))
    let cancel = Call.Cancel.Reply(rollout: Made.rollout(Made.state(.cancelled)))
    let notice = Wire.FreezeNotice(reason: "r", by: Made.ada, at: Made.now)
    try await CannedDaemon.with(
      [
        "Why": [try .reply(why)], "Advance": [try .reply(advance)], "Cancel": [try .reply(cancel)],
        "Freeze": [try .reply(Call.Freeze.Reply(freeze: notice, halted: []))],
        "List": [try .reply(Call.List.Reply(rollouts: Array(repeating: ready, count: 40)))],
      ], body)
  }

  private let question = "Type add-full-name to go on: "

  @Test func `contract starts when the migration's name is typed, and asks for contract by name`() async throws {
    try await with { daemon in
      let ran = try await TypedRun.migratectl(
        ["advance", "add-full-name"], socket: daemon.socket, typing: [(question, "add-full-name\n")])
      #expect(ran.status == 0)
      #expect(
        ran.output == """
          This will start contract of add-full-name on shop-production: what it takes away is gone.
          Type add-full-name to go on: add-full-name
          add-full-name on shop-production: queued(contract)
          Accepted and on record. Follow it: migratectl watch add-full-name -t shop-production

          """)
      #expect(daemon.asked.last == #"Advance {"migration":"add-full-name","phase":"contract"}"#)
    }
  }

  @Test(arguments: ["\n", "y\n", "yes\n", "add-full-nam\n", "\u{4}"])
  func `anything else is no`(answer: String) async throws {
    try await with { daemon in
      let ran = try await TypedRun.migratectl(
        ["advance", "add-full-name"], socket: daemon.socket, typing: [(question, answer)])
      #expect(ran.status == 1)
      #expect(ran.output.hasSuffix("Error: Nothing was done.\n"))
      #expect(daemon.asked.allSatisfy { $0.hasPrefix("Why") })
    }
  }

  @Test func `freeze wants the word typed, cancel a yes, and no is what counts otherwise`() async throws {
    try await with { daemon in
      func status(_ arguments: [String], _ question: String, _ answer: String) async throws -> Int32 {
        try await TypedRun.migratectl(arguments, socket: daemon.socket, typing: [(question, answer)]).status
      }
      let freeze = (["freeze", "r"], "Type freeze to go on: ")
      let cancel = (["cancel", "add-full-name"], "This will end add-full-name for ever. Go on? [y/N] ")
      let refused = [try await status(freeze.0, freeze.1, "y\n"), try await status(cancel.0, cancel.1, "\n")]
      #expect(refused == [1, 1])
      #expect(daemon.asked == [])
      let accepted = [try await status(freeze.0, freeze.1, "freeze\n"), try await status(cancel.0, cancel.1, "y\n")]
      #expect(accepted == [0, 0])
      #expect(daemon.asked == [#"Freeze {"reason":"r"}"#, #"Cancel {"migration":"add-full-name"}"#])
    }
  }

  @Test func `colours come on a terminal, not with NO_COLOR, not when dumb`() async throws {
    try await with { daemon in
      func why(_ environment: [String: String]) async throws -> String {
        try await TypedRun.migratectl(["why", "add-full-name"], socket: daemon.socket, environment: environment).output
      }
      let colored = try await why(["NO_COLOR": ""])
      #expect(colored.contains("\u{1B}[32m✓"))
      for environment in [["NO_COLOR": "1"], ["NO_COLOR": "", "TERM": "dumb"]] {
        let plain = try await why(environment)
        #expect(!plain.contains("\u{1B}"))
      }
      let words = try await why(["LANG": "C"])
      #expect(words.contains("\nok  switch is complete here"))
    }
  }

  @Test func `long output is paged, short output is not, and none with --no-pager`() async throws {
    try await with { daemon in
      let pager = ["PAGER": "sed s/^/paged:/"]
      let paged = try await TypedRun.migratectl(["list"], socket: daemon.socket, environment: pager)
      #expect(paged.output.hasPrefix("paged:MIGRATION"))
      #expect(paged.status == 0)
      let plain = try await TypedRun.migratectl(["list", "--no-pager"], socket: daemon.socket, environment: pager)
      #expect(plain.output.hasPrefix("MIGRATION"))
      let missing = try await TypedRun.migratectl(
        ["list"], socket: daemon.socket, environment: ["PAGER": "/nonexistent/pager 2>/dev/null"])
      #expect(missing.output.hasPrefix("MIGRATION"))
      let short = try await TypedRun.migratectl(["why", "add-full-name"], socket: daemon.socket, environment: pager)
      #expect(!short.output.contains("paged:"))
    }
  }

  @Test func `JSON is pretty on a terminal`() async throws {
    try await with { daemon in
      let ran = try await TypedRun.migratectl(
        ["advance", "add-full-name", "-y", "-j", "--to", "contract"], socket: daemon.socket)
      #expect(ran.output.hasPrefix("{\n  \"rollout\": {\n    \"migration\": \"add-full-name\","))
    }
  }

  @Test func `progress is drawn over the line before`() async throws {
    let changes = try CannedDaemon.Answer.changes([Made.backfilling, Made.rollout(Made.state(.completed, .backfill))])
    let retry = Call.Retry.Reply(rollout: Made.rollout(Made.state(.queued, .backfill)))
    try await CannedDaemon.with(["Retry": [try .reply(retry)], "Watch": [.silence(after: changes)]]) { daemon in
      let ran = try await TypedRun.migratectl(
        ["retry", "add-full-name", "--wait"], socket: daemon.socket, columns: 120)
      #expect(ran.status == 0)
      #expect(
        ran.output
          == "\radd-full-name on shop-production  running(backfill, 2)  ████████░░░░░░░░░░░░  41%  812 rows/s  11s left"
          + "\u{1B}[K\n\u{1B}[J\r\u{1B}[1Aadd-full-name on shop-production  completed(backfill)\u{1B}[K\n\u{1B}[J"
          + "add-full-name on shop-production: completed(backfill)\n")
    }
  }
}
