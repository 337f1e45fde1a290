import Foundation
import MigrationControl
import Testing

/// What needs no daemon: new and check; and what becomes of a plan on its way to it.
struct PlanCommandTests {
  private func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/plans-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  @Test func `a new plan is written, says what is next, and is right as it stands`() async throws {
    try await inFolder { folder in
      let made = try await Ran.migratectl(["new", "add-full-name"], directory: folder)
      #expect(made.status == 0)
      #expect(
        made.output == """
          add-full-name/contract.sql
          add-full-name/expand.rollback.sql
          add-full-name/expand.sql
          add-full-name/migration.yaml

          """)
      #expect(
        made.errors == """
          Next: change them, then
            migratectl check add-full-name
            migratectl register add-full-name

          """)
      let checked = try await Ran.migratectl(["check", "add-full-name"], directory: folder)
      #expect(checked.status == 0)
      #expect(
        checked.output == """
          add-full-name/contract.sql:2: warning: contract-phase-ok: a placeholder stands where the reason is expected, \
          and no daemon takes a plan with one [contract-tag]
              2 | -- contract-phase-ok: <why nobody needs what is taken away here>
            hint: say why nobody needs any more what is taken away

          """)
      #expect(checked.errors.hasPrefix("add-full-name: ok, 1 warning, digest "))
    }
  }

  @Test func `a new plan for PostgreSQL is right as it stands, too`() async throws {
    try await inFolder { folder in
      #expect(try await Ran.migratectl(["new", "a", "--engine", "postgresql"], directory: folder).status == 0)
      let checked = try await Ran.migratectl(["check", "a"], directory: folder)
      #expect(checked.status == 0)
      #expect(checked.errors.hasPrefix("a: ok, 1 warning, digest "))
      #expect(try await Ran.migratectl(["new", "b", "--engine", "oracle"], directory: folder).status == 2)
    }
  }

  @Test func `nothing is ever overwritten, and a name must be one`() async throws {
    try await inFolder { folder in
      #expect(try await Ran.migratectl(["new", "a", "--directory", "x"], directory: folder).status == 0)
      let again = try await Ran.migratectl(["new", "a", "--directory", "x"], directory: folder)
      #expect(again.status == 1)
      #expect(again.errors == "Error: x/contract.sql: is there already. Nothing is ever overwritten.\n")
      let bad = try await Ran.migratectl(["new", "Add_Name"], directory: folder)
      #expect(bad.status == 2)
      #expect(bad.errors.hasPrefix("Error: \"Add_Name\" cannot be a migration's name, expected 1 to 63 lower-case"))
    }
  }

  @Test func `a plan that is larger than the daemon takes is not sent, or told so when it was`() async throws {
    let status = Call.Status.Reply(
      version: "0", state: .serving, startedAt: 0, now: 0, pid: 1, migrations: 0, rollouts: [:], history: 0, active: [])
    var telling = status
    telling.messageSize = 100_000
    try await inFolder { folder in
      _ = try await Ran.migratectl(["new", "large"], directory: folder)
      let file = folder + "/large/expand.sql"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let more = String(repeating: "-- what was there before\n", count: 5_000)
      try (text + more).write(toFile: file, atomically: true, encoding: .utf8)
      for status in [telling, status] {
        try await CannedDaemon.with(["Status": [try .reply(status)], "Register": []], bound: 100_000) { daemon in
          let ran = try await Ran.migratectl(["register", "large"], socket: daemon.socket, directory: folder)
          #expect(ran.status == 10)
          #expect(ran.output == "")
          #expect(
            ran.errors.replacing(#/ *[0-9][0-9.,]*/#, with: " N") == """
              Error: large is too large: it makes a message of N KiB ( N bytes), and the daemon takes N KiB ( N bytes) at most (limits.messageSize). Nothing was kept.
              Its largest files:
               N KiB  large/expand.sql
               N KiB  large/migration.yaml
               N B  large/contract.sql
              Take out what is no part of the change, or set limits: { messageSize: NMiB } in the daemon's configuration, and then: systemctl restart migrated.service

              """)
          #expect(daemon.asked == ["Status {}"])
        }
      }
    }
  }

  @Test func `a plan that is larger than a daemon usually takes is pointed out without one`() async throws {
    try await inFolder { folder in
      _ = try await Ran.migratectl(["new", "large"], directory: folder)
      let file = folder + "/large/expand.sql"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let more = String(repeating: "-- what was there before\n", count: 45_000)
      try (text + more).write(toFile: file, atomically: true, encoding: .utf8)
      let ran = try await Ran.migratectl(["check", "large"], directory: folder)
      #expect(ran.status == 0)
      #expect(ran.errors.hasPrefix("large: ok, 2 warnings, digest "), "\(ran.errors)")
      let lines = ran.output.split(separator: "\n").suffix(2).joined(separator: "\n")
      #expect(
        lines.replacing(#/[0-9][0-9,]+ bytes/#, with: "N bytes") == """
          large/expand.sql: warning: the plan makes a message of 1.1 MiB (N bytes), and a daemon takes 1.0 MiB (N bytes) \
          at most, where its limits.messageSize says nothing else; this is its largest file [too-large]
            hint: Take out what is no part of the change, or set limits: { messageSize: 2MiB } in the daemon's \
          configuration, and then: systemctl restart migrated.service
          """, "\(ran.output)")
    }
  }

  /// A plan whose expand takes something away.
  private func badPlan(_ folder: String) async throws {
    _ = try await Ran.migratectl(["new", "bad"], directory: folder)
    let file = folder + "/bad/expand.sql"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try (text + "DROP TABLE Customer;\n").write(toFile: file, atomically: true, encoding: .utf8)
  }

  @Test func `findings are told with their place, their line and a caret, and end with 10`() async throws {
    try await inFolder { folder in
      try await badPlan(folder)
      let ran = try await Ran.migratectl(["check", "./bad"], directory: folder)
      #expect(ran.status == 10)
      let lines = ran.output.split(separator: "\n").map { String($0) }
      #expect(lines.first?.hasPrefix("./bad/expand.sql:16:1: error: DROP TABLE Customer") == true, "\(ran.output)")
      #expect(lines.dropFirst().first == "   16 | DROP TABLE Customer;")
      #expect(lines.dropFirst(2).first == "      | ^")
      #expect(ran.errors.hasPrefix("./bad: "), "\(ran.errors)")
      let json = try await Ran.migratectl(["check", "bad", "-j"], directory: folder)
      #expect(json.status == 10)
      #expect(json.output.hasPrefix(#"{"plans":[{"folder":"bad","name":"bad","digest":"#))
    }
  }

  @Test func `a folder that is none ends with 2, a plan that cannot be read with 10`() async throws {
    try await inFolder { folder in
      let none = try await Ran.migratectl(["check", "nothing"], directory: folder)
      #expect(none.status == 2)
      #expect(none.errors == "Error: nothing: there is no such folder. Give the folder of a plan.\n")
      try FileManager.default.createDirectory(atPath: folder + "/p", withIntermediateDirectories: true)
      try "name: p\nowner: [\n".write(toFile: folder + "/p/migration.yaml", atomically: true, encoding: .utf8)
      let broken = try await Ran.migratectl(["check", "p"], directory: folder)
      #expect(broken.status == 10)
      #expect(broken.output.hasPrefix("p/migration.yaml:"))
    }
  }

  @Test func `a plan with errors is not sent, one without is sent whole`() async throws {
    let reply = Call.Register.Reply(
      migration: Wire.Migration(
        name: "good", digest: "abab", description: "d", owner: "o", group: "shop", schemaVersion: 2,
        registeredBy: Made.ada, registeredAt: Made.now),
      rollouts: [Made.rollout(Made.state(.planned), on: "shop-staging", next: .expand)],
      warnings: [Wire.Finding(severity: .warning, file: "expand.sql", line: 1, column: 1, rule: "r", message: "m")])
    try await inFolder { folder in
      try await badPlan(folder)
      _ = try await Ran.migratectl(["new", "good"], directory: folder)
      try await CannedDaemon.with(["Register": [try .reply(reply)]]) { daemon in
        let bad = try await Ran.migratectl(["register", "bad"], socket: daemon.socket, directory: folder)
        #expect(bad.status == 10)
        #expect(bad.errors.hasPrefix("bad/expand.sql:16:1: error: DROP TABLE Customer"), "\(bad.errors)")
        #expect(bad.errors.hasSuffix(". Nothing was kept.\n"), "\(bad.errors)")
        #expect(daemon.asked == [])
        let good = try await Ran.migratectl(["register", "good"], socket: daemon.socket, directory: folder)
        #expect(good.status == 0)
        #expect(
          good.output == """
            Registered good
                  Digest: abab
                 Targets: shop-staging (staging)

            """)
        #expect(
          good.errors == """
            good/expand.sql:1:1: warning: m [r]
            Next: see what expand still needs, sign off, and start it where it comes first:
              migratectl why add-full-name -t shop-staging
              migratectl sign-off add-full-name ITEM --evidence TEXT
              migratectl advance add-full-name -t shop-staging

            """)
        #expect(daemon.asked.count == 1)
        #expect(daemon.asked.first?.contains(#"{"path":"expand.rollback.sql","content":"#) == true)
      }
    }
  }

  @Test func `what the daemon finds against the targets is told with the folder's name`() async throws {
    let finding = Wire.Finding(
      severity: .error, file: "expand.sql", line: 3, rule: "no-such-table", message: "no table")
    let reply = Call.Check.Reply(digest: "d", findings: [finding])
    try await inFolder { folder in
      _ = try await Ran.migratectl(["new", "good"], directory: folder)
      try await CannedDaemon.with([
        "Check": [try .reply(reply)], "Register": [try .error(Wire.InvalidPlan(findings: [finding]))],
      ]) { daemon in
        for arguments in [["check", "good", "--against-targets"], ["register", "good", "--dry-run"]] {
          let ran = try await Ran.migratectl(arguments, socket: daemon.socket, directory: folder)
          #expect(ran.status == 10)
          #expect(ran.output.contains("\ngood/expand.sql:3: error: no table [no-such-table]\n    3 | "))
        }
        let ran = try await Ran.migratectl(["register", "good"], socket: daemon.socket, directory: folder)
        #expect(ran.status == 10)
        #expect(
          ran.errors.hasPrefix("good/expand.sql:3: error: no table [no-such-table]\n    3 | "), "\(ran.errors)")
        #expect(ran.errors.hasSuffix("\nError: good: 1 error. Nothing was kept.\n"), "\(ran.errors)")
      }
    }
  }

  @Test func `a folder that is not there is a matter of what was typed`() async throws {
    for command in ["check", "register"] {
      let ran = try await Ran.migratectl([command, "/nonexistent/plan"])
      #expect(ran.status == 2)
      #expect(ran.errors.hasPrefix("Error: /nonexistent/plan: "), "\(ran.errors)")
      #expect(ran.errors.hasSuffix(". Give the folder of a plan.\n") && !ran.errors.contains(".."), "\(ran.errors)")
    }
  }
}
