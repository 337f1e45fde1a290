import Foundation
import MigrationControl
import MigrationPhases
import Testing

/// The executable against a real socket: what it asks, prints, and ends with.
struct CommandTests {
  private let queued = Made.rollout(Made.state(.queued, .backfill))

  private func unmet(_ phase: Phase) throws -> CannedDaemon.Answer {
    try .error(
      Wire.GatesUnmet(migration: "add-full-name", target: "shop-production", phase: phase, gates: Made.gates))
  }

  @Test func `without a command it lists the rollouts`() async throws {
    var rollout = Made.rollout(Made.state(.planned), next: .expand)
    rollout.changedAt = Int(Date().timeIntervalSince1970) * 1_000_000 - 7_200_500_000
    let list = try CannedDaemon.Answer.reply(Call.List.Reply(rollouts: [rollout]))
    try await CannedDaemon.with(["List": [list]]) { daemon in
      for arguments in [[], ["list"], ["--utc"], ["--utc", "list"], ["list", "--utc"]] {
        let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
        #expect(
          ran.output == """
            MIGRATION      TARGET           ENVIRONMENT  STATE    NEXT    CHANGED
            add-full-name  shop-production  production   planned  expand  2h ago

            1 rollout.

            """)
        #expect(ran.errors == "")
        #expect(ran.status == 0)
      }
      let ran = try await Ran.migratectl(["--socket", daemon.socket, "--no-legend", "-t", "x", "--open", "-n", "3"])
      #expect(ran.output == "add-full-name  shop-production  production  planned  expand  2h ago\n")
      #expect(daemon.asked.last == #"List {"target":"x","open":true,"limit":3}"#)
    }
  }

  @Test func `JSON is the answer as it came, with what this version does not know`() async throws {
    let reply: JSONObject = ["rollouts": [], "novel": ["a": 1]]
    try await CannedDaemon.with(["List": [.reply(reply)]]) { daemon in
      for arguments in [["-j"], ["--json", "short"], ["--json=short", "list"]] {
        let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
        #expect(ran.output == "{\"rollouts\":[],\"novel\":{\"a\":1}}\n")
      }
      let pretty = try await Ran.migratectl(["list", "--json", "pretty"], socket: daemon.socket)
      #expect(pretty.output == "{\n  \"rollouts\": [],\n  \"novel\": {\n    \"a\": 1\n  }\n}\n")
      let off = try await Ran.migratectl(["-j", "--json=off"], socket: daemon.socket)
      #expect(off.output == "No rollouts.\n")
    }
  }

  @Test func `an answer that cannot be read ends with 1, and can be had as JSON`() async throws {
    let reply: JSONObject = ["version": "9", "state": "dreaming"]
    try await CannedDaemon.with(["Status": [.reply(reply)]]) { daemon in
      let ran = try await Ran.migratectl(["status"], socket: daemon.socket)
      #expect(ran.status == 1)
      #expect(ran.output == "")
      #expect(
        ran.errors.hasPrefix("Error: The answer to dev.migrated.Control.Status is not as this version expects it: "))
    }
  }

  @Test func `a command that ends a program says so`() async throws {
    let words = "the program of 'deploy' is ended: TERM to its process group, KILL after 10s"
    let state = Made.state(.queued, .rollback)
    let answer = try CannedDaemon.Answer.reply(Call.Rollback.Reply(rollout: Made.rollout(state, detail: words)))
    try await CannedDaemon.with(["Rollback": [answer]]) { daemon in
      let arguments = ["rollback", "add-full-name", "-t", "shop-production", "--yes"]
      let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(ran.output == "add-full-name on shop-production: queued(rollback)\n")
      #expect(
        ran.errors == "\(words)\n"
          + "Accepted and on record. Follow it: migratectl watch add-full-name -t shop-production\n")
    }
  }

  @Test func `a command that is accepted shows the state, and how to follow it on standard error`() async throws {
    let answer = try CannedDaemon.Answer.reply(Call.Resume.Reply(rollout: queued))
    try await CannedDaemon.with(["Resume": [answer]]) { daemon in
      let arguments = ["resume", "add-full-name", "-t", "shop-production", "--reason", "quiet again"]
      let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(ran.output == "add-full-name on shop-production: queued(backfill)\n")
      #expect(
        ran.errors == "Accepted and on record. Follow it: migratectl watch add-full-name -t shop-production\n")
      #expect(
        daemon.asked == [#"Resume {"migration":"add-full-name","target":"shop-production","reason":"quiet again"}"#])
      #expect(try await Ran.migratectl(arguments + ["-q"], socket: daemon.socket).errors == "")
    }
  }

  @Test func `gates that do not hold end with 5, on standard error, with all gates`() async throws {
    let why = try CannedDaemon.Answer.reply(Call.Why.Reply(rollout: queued, phase: .backfill, gates: Made.gates))
    try await CannedDaemon.with(["Advance": [try unmet(.backfill)], "Why": [why]]) { daemon in
      let ran = try await Ran.migratectl(["advance", "add-full-name", "--to", "backfill"], socket: daemon.socket)
      #expect(ran.status == 5)
      #expect(ran.output == "")
      #expect(
        ran.errors.hasPrefix(
          "Error: backfill of add-full-name on shop-production cannot start: 2 of 4 gates do not hold.\n\nNO  "))
      for arguments in [["why", "add-full-name"], ["advance", "add-full-name", "--dry-run"]] {
        let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
        #expect(ran.status == 5)
        #expect(
          ran.output.hasPrefix("backfill of add-full-name on shop-production cannot start: 2 of 4 gates do not hold."))
        #expect(ran.errors == "")
      }
      #expect(daemon.asked.filter { $0.hasPrefix("Advance") }.count == 1)
    }
  }

  @Test func `contract does not start where nobody can confirm it, unless it is named and --yes is given`() async throws
  {
    let ready = Made.rollout(Made.state(.completed, .switch), next: .contract)
    let why = Call.Why.Reply(rollout: ready, phase: .contract, gates: Made.gates.filter(\.holds))
    let advance = Call.Advance.Reply(rollout: Made.rollout(Made.state(.queued, .contract)))
    try await CannedDaemon.with(["Why": [try .reply(why)], "Advance": [try .reply(advance)]]) { daemon in
      for arguments in [[], ["--to", "contract"], ["-y"]] {
        let ran = try await Ran.migratectl(["advance", "add-full-name"] + arguments, socket: daemon.socket)
        #expect(ran.status == 2)
        #expect(
          ran.errors == """
            Error: This would start contract of add-full-name on shop-production: what it takes away is gone, and nobody is there to confirm it.
            Nothing was done. Add --to contract --yes to do it anyway.

            """)
      }
      #expect(daemon.asked.allSatisfy { $0.hasPrefix("Why") })
      let named = ["advance", "add-full-name", "-y", "--to", "contract"]
      let ran = try await Ran.migratectl(named, socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(ran.output == "add-full-name on shop-production: queued(contract)\n")
    }
  }

  @Test func `contract whose gates do not hold is neither confirmed nor asked for`() async throws {
    let ready = Made.rollout(Made.state(.completed, .switch), next: .contract)
    let why = Call.Why.Reply(rollout: ready, phase: .contract, gates: Made.gates)
    try await CannedDaemon.with(["Why": [try .reply(why)], "Advance": [try unmet(.contract)]]) { daemon in
      let ran = try await Ran.migratectl(["advance", "add-full-name"], socket: daemon.socket)
      #expect(ran.status == 5)
      #expect(daemon.asked.allSatisfy { $0.hasPrefix("Why") })
    }
  }

  @Test func `another phase starts without a question, and only the one that was looked at`() async throws {
    let why = Call.Why.Reply(rollout: Made.rollout(Made.state(.planned)), phase: .expand, gates: [])
    let advance = Call.Advance.Reply(rollout: Made.rollout(Made.state(.queued, .expand)))
    try await CannedDaemon.with(["Why": [try .reply(why)], "Advance": [try .reply(advance)]]) { daemon in
      for arguments in [[], ["-y"]] {
        let ran = try await Ran.migratectl(["advance", "add-full-name"] + arguments, socket: daemon.socket)
        #expect(ran.status == 0)
        #expect(daemon.asked.last == #"Advance {"migration":"add-full-name","phase":"expand"}"#)
      }
    }
  }

  @Test func `of what runs already its own phase is asked for, so that no other starts meanwhile`() async throws {
    let running = Made.rollout(Made.state(.running, .backfill))
    let why = Call.Why.Reply(rollout: running, gates: [])
    let advance = Call.Advance.Reply(rollout: running)
    try await CannedDaemon.with(["Why": [try .reply(why)], "Advance": [try .reply(advance)]]) { daemon in
      _ = try await Ran.migratectl(["advance", "add-full-name", "-y"], socket: daemon.socket)
      #expect(daemon.asked.last == #"Advance {"migration":"add-full-name","phase":"backfill"}"#)
    }
  }

  @Test func `rollback and freeze are refused where nobody can confirm them`() async throws {
    let notice = Wire.FreezeNotice(reason: "r", by: Made.ada, at: Made.now)
    try await CannedDaemon.with([
      "Rollback": [try .reply(Call.Rollback.Reply(rollout: Made.rollout(Made.state(.queued, .rollback))))],
      "Freeze": [try .reply(Call.Freeze.Reply(freeze: notice, halted: []))],
    ]) { daemon in
      #expect(try await Ran.migratectl(["rollback", "add-full-name"], socket: daemon.socket).status == 2)
      #expect(try await Ran.migratectl(["freeze", "r"], socket: daemon.socket).status == 2)
      #expect(daemon.asked == [])
      #expect(try await Ran.migratectl(["rollback", "add-full-name", "--yes"], socket: daemon.socket).status == 0)
      let frozen = try await Ran.migratectl(["freeze", "--yes", "r", "--utc"], socket: daemon.socket)
      #expect(frozen.output == "Frozen by ada since 2026-11-23 12:00:00 UTC: r\nNothing was under way.\n")
      #expect(daemon.asked == [#"Rollback {"migration":"add-full-name"}"#, #"Freeze {"reason":"r"}"#])
    }
  }

  @Test func `what is due is started for timers, without a question`() async throws {
    let reply = Call.AdvanceDue.Reply(results: [Wire.DueResult(rollout: queued, advanced: true)])
    try await CannedDaemon.with(["AdvanceDue": [try .reply(reply)]]) { daemon in
      let ran = try await Ran.migratectl(["advance", "--due", "--no-pager"], socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(
        ran.output == """
          MIGRATION      TARGET           STARTED  STATE
          add-full-name  shop-production  yes      queued(backfill)

          """)
      #expect(try await Ran.migratectl(["advance", "--due", "x"], socket: daemon.socket).status == 2)
    }
  }

  @Test func `status says 3 where the daemon is down, 11 where it refuses`() async throws {
    let down = try await Ran.migratectl(["status"])
    #expect(down.status == 3)
    #expect(
      down.errors == """
        Error: The daemon does not answer at /nonexistent/control.sock: No such file or directory.
        Look at it: systemctl status migrated.socket migrated.service
        Start it: systemctl start migrated.socket

        """)
    #expect(try await Ran.migratectl(["list"]).status == 8)
    let reply = Call.Status.Reply(
      version: "0.1.0", state: .refusing, message: "disk full", startedAt: Made.now, now: Made.now, pid: 1,
      migrations: 0, rollouts: [:], history: 0, active: [])
    try await CannedDaemon.with(["Status": [try .reply(reply)]]) { daemon in
      let ran = try await Ran.migratectl(["status"], socket: daemon.socket)
      #expect(ran.status == 11)
      #expect(ran.output.contains("State: refusing: disk full\n"))
    }
    var altered = reply
    altered.state = .serving
    let statuses: [(Wire.Verification.State, Int32)] = [(.underWay, 0), (.intact, 0), (.altered, 1), (.unknown, 1)]
    for (record, status) in statuses {
      altered.record = .init(state: record)
      try await CannedDaemon.with(["Status": [try .reply(altered)]]) { daemon in
        let ran = try await Ran.migratectl(["status"], socket: daemon.socket)
        #expect(ran.status == status, "\(record)")
      }
    }
  }

  @Test func `no answer in time ends with 9, a connection that closes with 8`() async throws {
    try await CannedDaemon.with(["Watch": [.silence(after: [])], "List": [.error(.abandoned)]]) { daemon in
      let silent = try await Ran.migratectl(["call", "Watch", "--more", "--timeout", "100ms"], socket: daemon.socket)
      #expect(silent.status == 9)
      #expect(silent.errors.hasPrefix("Error: No answer within 100ms."))
      #expect(try await Ran.migratectl(["list"], socket: daemon.socket).status == 8)
    }
  }

  @Test func `an altered record ends with 1`() async throws {
    let reply = Call.VerifyHistory.Reply(intact: false, entries: 20, firstBad: 17, message: "its hash is another one")
    try await CannedDaemon.with(["VerifyHistory": [try .reply(reply)]]) { daemon in
      for arguments in [["audit", "verify"], ["audit"]] {
        let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
        #expect(ran.status == 1)
        #expect(ran.output.hasPrefix("ALTERED at entry 17: its hash is another one\n"))
      }
    }
  }

  @Test func `any method can be called, any interface read`() async throws {
    try await CannedDaemon.with(["List": [.reply(["rollouts": []])]]) { daemon in
      let ran = try await Ran.migratectl(["call", "List", #"{"limit": 1}"#], socket: daemon.socket)
      #expect(ran.output == "{\"rollouts\":[]}\n")
      #expect(daemon.asked == [#"List {"limit":1}"#])
      #expect(try await Ran.migratectl(["call", "Watch"], socket: daemon.socket).status == 2)
      #expect(try await Ran.migratectl(["introspect", "a.b"], socket: daemon.socket).status == 2)
      #expect(
        try await Ran.migratectl(["call", "List", "[]"], socket: daemon.socket).errors
          == "Error: The parameters are an array, expected an object.\n")
      let text = try await Ran.migratectl(["introspect"], socket: daemon.socket).output
      #expect(text.trimmingCharacters(in: .newlines) == ControlInterface.text.trimmingCharacters(in: .newlines))
      let info = try await Ran.migratectl(["call", "org.varlink.service.GetInfo"], socket: daemon.socket)
      #expect(info.output.contains("\"product\":\"canned\""))
    }
  }

  @Test func `resolve says what became of a step, and on what evidence`() async throws {
    let halted = Made.rollout(Made.state(.halted, .switch, reason: .failed))
    try await CannedDaemon.with(["Resolve": [try .reply(Call.Resolve.Reply(rollout: halted))]]) { daemon in
      #expect(try await Ran.migratectl(["resolve", "a", "--done"], socket: daemon.socket).status == 2)
      #expect(try await Ran.migratectl(["resolve", "a", "--evidence", "e"], socket: daemon.socket).status == 2)
      let both = ["resolve", "a", "--done", "--not-done", "--evidence", "e"]
      #expect(try await Ran.migratectl(both, socket: daemon.socket).status == 2)
      #expect(daemon.asked == [])
      let ran = try await Ran.migratectl(["resolve", "a", "--not-done", "--evidence", "e"], socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(daemon.asked == [#"Resolve {"migration":"a","outcome":"notDone","evidence":"e"}"#])
    }
  }

  @Test func `sign-offs and approvals are told as they were taken`() async throws {
    let claim = Wire.SignOffClaim(
      migration: "a", target: "t", item: "backup", evidence: "e", by: Made.ada, at: Made.now, expiresAt: Made.now)
    try await CannedDaemon.with(["SignOff": [try .reply(Call.SignOff.Reply(signOffs: [claim]))]]) { daemon in
      let arguments = ["sign-off", "a", "backup", "--evidence", "e", "--expires-in", "2d"]
      let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
      #expect(ran.output == "a on t: backup signed off by ada until 2026-11-23 12:00:00 UTC\n")
      #expect(
        daemon.asked == [#"SignOff {"migration":"a","item":"backup","evidence":"e","expiresIn":172800000000}"#])
    }
  }

  /// The shell is not kept waiting by a daemon that is slow, as it may be on a busy host: what is not there at once is
  /// asked for again.
  private func suggested(_ arguments: [String], _ daemon: CannedDaemon) async throws -> String {
    for _ in 0..<20 {
      let ran = try await Ran.migratectl(arguments, socket: daemon.socket)
      #expect(ran.status == 0)
      if ran.output.count > 1 { return ran.output }
    }
    return ""
  }

  @Test func `names are suggested to the shell while the daemon answers, and none when it does not`() async throws {
    let rollouts = [queued, Made.rollout(Made.state(.planned), on: "shop-staging")]
    try await CannedDaemon.with(["List": [try .reply(Call.List.Reply(rollouts: rollouts))]]) { daemon in
      let migrations = ["---completion", "show", "--", "positional@0", "2", "0", "migratectl", "show", ""]
      #expect(try await suggested(migrations, daemon) == "add-full-name\n")
      let targets = ["---completion", "show", "--", "--target", "3", "0", "migratectl", "show", "-t", ""]
      #expect(try await suggested(targets, daemon) == "shop-production\nshop-staging\n")
      let down = try await Ran.migratectl(migrations)
      #expect(down.output.trimmingCharacters(in: .newlines) == "")
      #expect(down.errors == "")
    }
    let script = try await Ran.migratectl(["--generate-completion-script", "bash"])
    #expect(script.status == 0)
    #expect(script.output.contains("---completion"))
  }
}
