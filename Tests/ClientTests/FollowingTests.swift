import Foundation
import MigrationControl
import MigrationPhases
import Testing

/// Waiting, watching, and the history as it grows.
struct FollowingTests {
  private let running = Made.backfilling
  private let complete = Made.rollout(Made.state(.completed, .backfill), next: .switch)
  private let halted = Made.rollout(Made.state(.halted, .backfill, reason: .failed), detail: "row 17 is bad")

  private func with(
    _ watch: [CannedDaemon.Answer], _ body: (CannedDaemon) async throws -> Void
  ) async throws {
    let retry = Call.Retry.Reply(rollout: Made.rollout(Made.state(.queued, .backfill)))
    try await CannedDaemon.with(["Retry": [try .reply(retry)], "Watch": watch], body)
  }

  private let wait = ["retry", "add-full-name", "--wait", "--utc"]

  @Test func `waiting ends with 0 and the state when the phase is complete`() async throws {
    try await with([.silence(after: [[:]] + CannedDaemon.Answer.changes([running, complete]))]) { daemon in
      let ran = try await Ran.migratectl(wait, socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(ran.output == "add-full-name on shop-production: completed(backfill)\n")
      #expect(
        ran.errors == """
          2026-11-23 11:59:59 UTC  add-full-name on shop-production  running(backfill, 2)  6,543 of 15,607 rows, 41%, 812 rows/s, 11s left
          2026-11-23 09:00:00 UTC  add-full-name on shop-production  completed(backfill)

          """)
      #expect(daemon.asked.last == #"Watch {"migration":"add-full-name","target":"shop-production"}"#)
      let quiet = try await Ran.migratectl(wait + ["-q", "-j"], socket: daemon.socket)
      #expect(quiet.errors == "")
      #expect(quiet.output.hasPrefix(#"{"rollout":{"migration":"add-full-name","target":"shop-production""#))
    }
  }

  @Test func `waiting ends with 1 and the reason when it halts`() async throws {
    try await with([.silence(after: CannedDaemon.Answer.changes([running, halted]))]) { daemon in
      let ran = try await Ran.migratectl(wait + ["-q"], socket: daemon.socket)
      #expect(ran.status == 1)
      #expect(ran.output == "")
      #expect(
        ran.errors == """
          Error: add-full-name on shop-production halted: a step failed, what was written before it stays: row 17 is bad.
          Next: mend what is wrong, then migratectl retry add-full-name -t shop-production, or rollback

          """)
    }
  }

  @Test func `waiting ends with 9 when it takes too long, and says that it goes on`() async throws {
    try await with([.silence(after: CannedDaemon.Answer.changes([running]))]) { daemon in
      let ran = try await Ran.migratectl(wait + ["-q", "--timeout", "20s"], socket: daemon.socket)
      #expect(ran.status == 9)
      #expect(
        ran.errors
          == "Error: add-full-name on shop-production is not done after 20s. It goes on: migratectl watch\n")
    }
  }

  @Test func `waiting bounds the first answer, too`() async throws {
    try await CannedDaemon.with(["Retry": [.silence(after: [])]]) { daemon in
      let ran = try await Ran.migratectl(wait + ["-q", "--timeout", "200ms"], socket: daemon.socket)
      #expect(ran.status == 9)
      #expect(ran.errors.hasPrefix("Error: No answer within 200ms."))
    }
  }

  @Test func `waiting that is interrupted ends with 130 and stops nothing`() async throws {
    try await with([.silence(after: CannedDaemon.Answer.changes([running]))]) { daemon in
      let ran = try await Ran.migratectl(wait, socket: daemon.socket) { $0.contains("running(backfill, 2)") }
      #expect(ran.status == 130)
      #expect(
        ran.errors.hasSuffix(
          "\nNo longer waiting. add-full-name on shop-production goes on; follow it: migratectl watch\n"))
    }
  }

  @Test func `waiting outlives a daemon that starts again`() async throws {
    try await with([
      .closed(after: CannedDaemon.Answer.changes([running])),
      .end(after: CannedDaemon.Answer.changes([running]) + [[:]]),
      .silence(after: CannedDaemon.Answer.changes([complete])),
    ]) { daemon in
      let ran = try await Ran.migratectl(wait, socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(ran.errors.components(separatedBy: "The connection to the daemon was lost; trying again.\n").count == 3)
      #expect(daemon.asked.filter { $0.hasPrefix("Watch") }.count == 3)
    }
  }

  @Test func `watching ends with 0 on Ctrl-C`() async throws {
    try await with([.silence(after: CannedDaemon.Answer.changes([running, halted]))]) { daemon in
      let ran = try await Ran.migratectl(["watch", "--utc"], socket: daemon.socket) { $0.contains("row 17 is bad\n") }
      #expect(ran.status == 0)
      #expect(
        ran.output == """
          2026-11-23 11:59:59 UTC  add-full-name on shop-production  running(backfill, 2)  6,543 of 15,607 rows, 41%, 812 rows/s, 11s left
          2026-11-23 09:00:00 UTC  add-full-name on shop-production  halted(backfill, failed)  a step failed, what was written before it stays: row 17 is bad

          """)
      let json = try await Ran.migratectl(["watch", "-j"], socket: daemon.socket) { $0.contains("row 17 is bad") }
      #expect(json.output.split(separator: "\n").count == 2)
      #expect(json.status == 0)
    }
  }

  @Test func `watching a name that is not there ends at once`() async throws {
    try await with([try .error(Wire.NoSuchMigration(migration: "x", near: []))]) { daemon in
      let ran = try await Ran.migratectl(["watch", "x"], socket: daemon.socket)
      #expect(ran.status == 2)
    }
  }

  private func page(_ numbers: ClosedRange<Int>) throws -> JSONObject {
    let entries = numbers.map {
      Wire.HistoryEntry(
        seq: $0, at: Made.now, actor: Made.ada, event: "commanded", migration: "m", target: "t", detail: "{}",
        previousHash: "a", hash: "b")
    }
    return try JSONValueEncoder.encodeObject(Call.History.Reply(entries: entries))
  }

  @Test func `the history is printed page by page, with its titles once`() async throws {
    let pages: CannedDaemon.Answer = .end(after: [try page(1...2), try page(3...3)])
    try await CannedDaemon.with(["History": [pages]]) { daemon in
      let arguments = [
        "history", "--utc", "--since", "2026-11-23", "--until", "@1795435200", "--actor", "ada", "-n", "9",
      ]
      let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
      #expect(ran.status == 0)
      let lines = ran.output.split(separator: "\n")
      #expect(lines.count == 4)
      #expect(lines.first == "     #  TIME                     ACTOR       EVENT       ROLLOUT, CHANGE, DETAIL")
      #expect(lines.last == "     3  2026-11-23 12:00:00 UTC  ada         commanded   m/t  verb=advance")
      #expect(
        daemon.asked == [
          #"History {"since":1795392000000000,"until":1795435200000000,"actor":"ada","last":9}"#
        ])
      let json = try await Ran.migratectl(["history", "-j"], socket: daemon.socket)
      #expect(json.output.split(separator: "\n").count == 3)
      #expect(json.output.hasPrefix(#"{"seq":1,"#))
    }
  }

  @Test func `a history without entries says so on standard error`() async throws {
    try await CannedDaemon.with(["History": [.reply(["entries": []])]]) { daemon in
      let ran = try await Ran.migratectl(["history"], socket: daemon.socket)
      #expect(ran.output == "")
      #expect(ran.errors == "No entries.\n")
      #expect(ran.status == 0)
    }
  }

  @Test func `following the history goes on after what was seen when the daemon starts again`() async throws {
    let answers: [CannedDaemon.Answer] = [
      .closed(after: [try page(1...2), ["entries": []]]), .silence(after: [try page(3...3)]),
    ]
    try await CannedDaemon.with(["History": answers]) { daemon in
      let ran = try await Ran.migratectl(["history", "-f", "--no-legend", "-q"], socket: daemon.socket) {
        $0.contains("     3  ")
      }
      #expect(ran.status == 0)
      #expect(ran.output.split(separator: "\n").count == 3)
      #expect(daemon.asked == [#"History {"last":10,"follow":true}"#, #"History {"after":2,"follow":true}"#])
    }
  }
}
