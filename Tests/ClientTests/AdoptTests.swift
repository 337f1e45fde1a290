import MigrationControl
import Testing

@testable import migratectl

struct AdoptTests {
  private static let reply = Call.Adopt.Reply(
    target: "s1", ledger: "0f3a", before: "77d1", found: "9b2c", alsoOf: "p1", entries: 2, currentVersion: 3,
    oldestSupported: 1)
  private static let arguments = ["adopt", "s1", "--reason", "refreshed on Monday"]
  private static let asked = #"Adopt {"target":"s1","reason":"refreshed on Monday"}"#

  private func with(_ body: (CannedDaemon) async throws -> Void) async throws {
    try await CannedDaemon.with(["Adopt": [try .reply(Self.reply)]]) { try await body($0) }
  }

  @Test func `adopt is refused where nobody can confirm it, and says what it would do`() async throws {
    try await with { daemon in
      let ran = try await Ran.migratectl(Self.arguments, socket: daemon.socket)
      #expect(ran.status == 2)
      #expect(
        ran.errors == """
          Error: This would take the database that the daemon reaches as s1 for that of s1, with what its ledger says, and nobody is there to confirm it.
          Nothing was done. Add --yes to do it anyway.

          """)
      #expect(daemon.asked == [])
    }
  }

  @Test func `adopt says which ledger the target has, had, and whose that is`() async throws {
    try await with { daemon in
      let ran = try await Ran.migratectl(Self.arguments + ["--yes"], socket: daemon.socket)
      #expect(ran.status == 0)
      #expect(
        ran.output == """
          s1 has the ledger 0f3a from now on.
          On record before: 77d1.
          The database had 9b2c, which is on record for p1.
          2 steps in it stand; schema version 3, oldest supported 1.

          """)
      #expect(ran.errors == "Look at what is on record for it: migratectl list --target s1\n")
      #expect(daemon.asked == [Self.asked])
    }
  }

  @Test func `a database without a ledger, on a target without one, is told as that`() {
    let reply = Call.Adopt.Reply(target: "s1", ledger: "0f3a", entries: 1, currentVersion: 2, oldestSupported: 0)
    #expect(
      AdoptionSheet(appearance: Made.plain).text(reply) == """
        s1 has the ledger 0f3a from now on.
        None was on record before.
        The database had none.
        1 step in it stands; schema version 2, oldest supported 0.

        """)
  }

  @Test func `adopt wants the target's name typed`() async throws {
    try await with { daemon in
      for (answer, status) in [("y\n", 1), ("s1\n", 0)] as [(String, Int32)] {
        let ran = try await TypedRun.migratectl(
          Self.arguments, socket: daemon.socket, typing: [("Type s1 to go on: ", answer)])
        #expect(ran.status == status)
      }
      #expect(daemon.asked == [Self.asked])
    }
  }

  @Test func `adopt wants a reason`() async throws {
    try await with { daemon in
      let ran = try await Ran.migratectl(["adopt", "s1", "--yes"], socket: daemon.socket)
      #expect(ran.status == 2)
      #expect(ran.errors.contains("--reason"))
      #expect(daemon.asked == [])
    }
  }

  @Test func `a target that is busy, or fails, is told as that`() {
    let text = WireErrorText(appearance: Made.plain)
    #expect(
      text.text(.targetBusy(.init(target: "s1", message: "add-full-name is running(backfill, 2)"))) == """
        Error: Work is under way on s1: add-full-name is running(backfill, 2). Nothing was changed.
        Follow it: migratectl watch --target s1

        """)
    #expect(
      text.text(.targetFailed(.init(target: "s1", message: "no lock within 10 s"))) == """
        Error: s1: no lock within 10 s.
        Look at it: migratectl targets

        """)
  }

  @Test func `the list of targets says which is not the one on record`() {
    let target = Wire.Target(
      name: "s1", environment: "staging", groups: ["shop"], engine: "SQLite 3.40.1", reachable: true, currentVersion: 2,
      oldestSupported: 1, ledger: "9b2c", objection: "the database's ledger is 9b2c, the one on record for s1 is 77d1")
    #expect(
      TargetTable(appearance: Made.plain).text([target])
        .contains("the database's ledger is 9b2c, the one on record for s1 is 77d1"))
  }

  @Test func `a halted rollback says how a person ends it`() {
    let state = Wire.State(
      shape: .halted, activity: .rollback, undoes: .expand, reason: .ledgerWentBack,
      text: "halted(rollback of expand, ledgerWentBack)")
    let words = RolloutWords(Made.rollout(state), Made.plain)
    #expect(words.next.hasPrefix("look at the database; once it is restored, migratectl retry add-full-name"))
    #expect(words.next.contains("or if everything is undone in it, migratectl resolve add-full-name"))
  }
}
