import Glibc
import MigrationControl
import MigrationPhases
import Testing

@testable import migratectl

struct FailureTests {
  private func text(_ failure: Failure) -> String { FailureText(appearance: Made.plain).text(failure) }

  /// The text and the status of an error as it comes over the wire.
  private func told(_ error: some ControlFailure) throws -> (String, Status) {
    let parameters = try JSONValueEncoder.encodeObject(error)
    let failure = Failure(.replied(error: type(of: error).name, parameters: parameters))
    return (text(failure), failure.status)
  }

  private func expect(_ told: (String, Status), _ text: String, _ status: Status) {
    #expect(told.0 == text)
    #expect(told.1 == status)
  }

  @Test func `a name that is not there`() throws {
    expect(
      try told(Wire.NoSuchMigration(migration: "add-ful-name", near: ["add-full-name", "add-fax-name"])),
      """
      Error: There is no migration "add-ful-name".
      Did you mean add-full-name or add-fax-name?

      """, .usage)
    expect(
      try told(Wire.NoSuchMigration(migration: "x", near: [])),
      """
      Error: There is no migration "x".
      See those there are: migratectl list

      """, .usage)
    expect(
      try told(Wire.NoSuchTarget(target: "prod", known: ["shop-staging", "shop-production"])),
      """
      Error: There is no rollout on a target "prod".
      There is one on shop-staging and shop-production.

      """, .usage)
    expect(
      try told(Wire.NoSuchTarget(target: "prod", known: [])),
      """
      Error: There is no rollout on a target "prod".
      See the targets there are: migratectl targets

      """, .usage)
    expect(
      try told(Wire.AmbiguousTarget(migration: "add-full-name", targets: ["shop-staging", "shop-production"])),
      """
      Error: add-full-name has a rollout on each of several targets: say which.
      Add --target shop-staging or --target shop-production.

      """, .usage)
  }

  @Test func `a plan or a configuration that is wrong`() throws {
    let finding = Wire.Finding(
      severity: .error, file: "expand.sql", line: 3, column: 1, rule: "drop-in-expand",
      message: "DROP TABLE takes something away", hint: "move it to contract.sql")
    expect(
      try told(Wire.InvalidPlan(findings: [finding])),
      """
      expand.sql:3:1: error: DROP TABLE takes something away [drop-in-expand]
        hint: move it to contract.sql
      Error: The plan is invalid: 1 error. Nothing was kept.

      """, .invalid)
    expect(
      try told(
        Wire.InvalidConfiguration(findings: [
          Wire.Finding(severity: .warning, file: "/etc/migrated/migrated.yaml", rule: "unknown-group", message: "m"),
          Wire.Finding(
            severity: .error, file: "/etc/migrated/migrated.yaml", line: 2, rule: "unknown-key", message: "n"),
        ])),
      """
      /etc/migrated/migrated.yaml: warning: m [unknown-group]
      /etc/migrated/migrated.yaml:2: error: n [unknown-key]
      Error: The configuration is invalid: 1 error, 1 warning. Nothing was kept.

      """, .invalid)
    let here = Failure.invalidPlan(
      folder: "plans/a/", [Finding(file: "migration.yaml", line: 1, column: 2, rule: "unknown-key", message: "m")])
    #expect(
      text(here) == """
        plans/a/migration.yaml:1:2: error: m [unknown-key]
        Error: plans/a/: 1 error. Nothing was kept.

        """)
    #expect(here.status == .invalid)
  }

  @Test func `what the state, or the name, does not allow`() throws {
    expect(
      try told(
        Wire.Refused(
          code: "otherPhase", message: "the next phase is backfill, not switch", state: Made.state(.completed, .expand))
      ),
      """
      Error: Refused: the next phase is backfill, not switch.
      The rollout is completed(expand). Nothing was changed.

      """, .refused)
    expect(
      try told(Wire.AlreadyRegistered(migration: "add-full-name", digest: "effb7a57")),
      """
      Error: There is a migration add-full-name already, with the digest effb7a57.
      A registered plan never changes. Give the new one a name of its own. See the one there is: migratectl show add-full-name

      """, .refused)
  }

  @Test func `gates that do not hold`() throws {
    expect(
      try told(
        Wire.GatesUnmet(migration: "add-full-name", target: "shop-production", phase: .contract, gates: Made.gates)),
      """
      Error: contract of add-full-name on shop-production cannot start: 2 of 4 gates do not hold.

      NO  13d 21h of the waiting period are left
           found: 3h, wanted 14d
           since: 2026-11-23 09:00:00 UTC (3h ago)
              do: wait until 2026-12-07 09:00:00Z
             who: nobody: time
      NO  backup is not signed off
              do: migratectl sign-off add-full-name -t shop-production backup --evidence '…'
             who: operator
      ok  switch is complete here
      ok  the target answers (5ms)

      """, .gatesUnmet)
  }

  @Test func `a caller without the role`() throws {
    expect(
      try told(Wire.NotPermitted(user: "ada", needed: "operator", roles: ["auditor", "approver"])),
      """
      Error: ada may not do this: it takes the role operator.
      ada has the roles auditor and approver. An administrator gives roles in the daemon's configuration; then: migratectl reload

      """, .notPermitted)
    expect(
      try told(
        Wire.NotPermitted(user: "ada", needed: "admin", roles: [], configuration: "/srv/migrated.yaml")),
      """
      Error: ada may not do this: it takes the role admin.
      ada has no role. An administrator gives roles in /srv/migrated.yaml; then: migratectl reload

      """, .notPermitted)
  }

  @Test func `what a message ends with is no reason for a second full stop, nor for a colon with nothing after it`()
    throws
  {
    let pairs = [
      ("disk full", "disk full."), ("disk full.", "disk full."), ("full..", "full."), ("is it?", "is it?"),
      ("exited with 1: \n", "exited with 1."), ("and so on…", "and so on…"), ("and so on...", "and so on..."), ("", ""),
    ]
    for (text, sentence) in pairs { #expect(text.asSentence == sentence) }
    #expect(try told(Wire.InvalidArgument(argument: "a", message: "b.")).0 == "Error: a: b.\n")
    #expect(try told(Wire.TargetFailed(target: "p1", message: "no answer.")).0.hasPrefix("Error: p1: no answer.\n"))
    #expect(try told(Wire.JournalUnavailable(message: "full.")).0.hasPrefix("Error: The daemon cannot write"))
    #expect(try !told(Wire.JournalUnavailable(message: "full.")).0.contains(".."))
    let halted = Made.rollout(Made.state(.halted, .switch, reason: .failed), detail: "deploy: exited with 1: ")
    #expect(text(.strayed(halted, .halted)).contains("exited with 1.\n"))
  }

  @Test func `an argument without sense, and a daemon that cannot`() throws {
    expect(
      try told(Wire.InvalidArgument(argument: "item", message: "'foo' is on no checklist")),
      "Error: item: 'foo' is on no checklist.\n", .usage)
    expect(
      try told(Wire.InvalidArgument(argument: "evidence", message: "say what was done")),
      "Error: --evidence: say what was done.\n", .usage)
    expect(
      try told(Wire.OwnPlan(migration: "add-full-name", user: "ada")),
      """
      Error: Four eyes: ada registered add-full-name, so somebody else has to approve it.
      Ask another person with the role approver.

      """, .notPermitted)
    expect(
      try told(Wire.MessageTooLarge(bound: 1 << 20)),
      """
      Error: What was sent is too long: the daemon takes messages of 1.0 MiB at most.
      Nothing was changed. The bound is limits.messageSize in the daemon's configuration.

      """, .failed)
    expect(
      try told(Wire.JournalUnavailable(message: "disk full")),
      """
      Error: The daemon cannot write its journal and takes no commands: disk full.
      Nothing was changed. Look at: journalctl -u migrated.service, and the space left for its state folder.

      """, .journalUnavailable)
    expect(
      try told(Wire.Stopping()),
      """
      Error: The daemon is stopping and takes no commands.
      Try again in a moment. Look at it: systemctl status migrated.service

      """, .unreachable)
  }

  private func told(_ name: String, _ parameters: JSONObject) -> (String, Status) {
    let failure = Failure(.replied(error: name, parameters: parameters))
    return (text(failure), failure.status)
  }

  @Test func `errors of the protocol`() {
    let missing = "Is it of the same version as migratectl? See what it has: migratectl introspect\n"
    for name in ["MethodNotFound", "MethodNotImplemented"] {
      expect(
        told("org.varlink.service.\(name)", ["method": "a.b.C"]), "Error: The daemon does not have a.b.C.\n" + missing,
        .failed)
    }
    expect(
      told("org.varlink.service.InterfaceNotFound", ["interface": "a.b"]),
      "Error: The daemon does not have a.b.\n" + missing, .failed)
    expect(
      told("org.varlink.service.InvalidParameter", ["parameter": "limit"]),
      """
      Error: The daemon does not take the parameter limit as it is.
      Is it of the same version as migratectl? See what it has: migratectl introspect

      """, .failed)
    expect(
      told("org.varlink.service.PermissionDenied", [:]), "Error: The daemon does not permit this.\n", .notPermitted)
    expect(
      told("org.varlink.service.ExpectedMore", [:]),
      """
      Error: The daemon answers this more than once, and one answer was asked for.
      Is it of the same version as migratectl? See what it has: migratectl introspect

      """, .failed)
  }

  @Test func `what was typed as it was sent is a matter of the words`() {
    func typed(_ error: WireError) -> (String, Status) {
      let failure = Failure.answered(error).asTyped
      return (text(failure), failure.status)
    }
    expect(
      typed(.notImplemented("dev.migrated.Control.Lis")),
      """
      Error: The daemon does not have dev.migrated.Control.Lis.
      Did you mean List? See what it has: migratectl introspect

      """, .usage)
    expect(
      typed(.notImplemented("a.b")), "Error: The daemon does not have a.b.\nSee what it has: migratectl introspect\n",
      .usage)
    expect(
      typed(.invalidParameter("limit")),
      """
      Error: The parameter limit is missing, unknown, or of another type.
      See what there is: migratectl introspect

      """, .usage)
    expect(typed(.expectedMore), "Error: This method answers more than once.\nAdd --more.\n", .usage)
    #expect(Failure.answered(.stopping).asTyped == .answered(.stopping))
    #expect(MethodNames.all.contains("AdvanceDue"))
  }

  @Test func `an error that this version does not know, or cannot read, is shown as it is`() {
    expect(
      told("dev.migrated.Control.Newer", ["a": 1]), "Error: dev.migrated.Control.Newer {\"a\":1}\n", .failed)
    expect(told("dev.migrated.Control.Newer", [:]), "Error: dev.migrated.Control.Newer\n", .failed)
    expect(
      told("dev.migrated.Control.Refused", ["code": "x"]), "Error: dev.migrated.Control.Refused {\"code\":\"x\"}\n",
      .failed)
  }

  @Test func `a daemon that does not answer`() {
    let gone = ControlError.unreachable(path: "/run/migrated/control.sock", errno: ECONNREFUSED)
    #expect(
      text(Failure(gone)) == """
        Error: The daemon does not answer at /run/migrated/control.sock: Connection refused.
        Look at it: systemctl status migrated.socket migrated.service
        Start it: systemctl start migrated.socket

        """)
    #expect(Failure(gone).status == .unreachable)
    #expect(Failure.statusUnavailable(gone).status == .notRunning)
    let denied = ControlError.permissionDenied(path: "/s", group: "migrated")
    #expect(
      text(Failure(denied)) == """
        Error: You may not connect to /s: its group is migrated, and you are not in it.
        An administrator can add you: usermod --append --groups migrated USER; then log in again.

        """)
    #expect(Failure(denied).status == .notPermitted)
    #expect(Failure.statusUnavailable(denied).status == .unknown)
    #expect(
      text(Failure(.permissionDenied(path: "/s", group: nil))) == """
        Error: You may not connect to /s.
        Look at its owner and mode: ls -l /s

        """)
    #expect(
      text(Failure(.timedOut(.seconds(45)))) == """
        Error: No answer within 45s. Whether it was carried out is not known.
        Look before you repeat it: migratectl list, migratectl history -n 5

        """)
    #expect(Failure(.timedOut(.seconds(45))).status == .timedOut)
    #expect(
      text(Failure(.closed)) == """
        Error: The daemon closed the connection before it answered. Whether it was carried out is not known.
        Look before you repeat it: migratectl list, migratectl history -n 5

        """)
    #expect(Failure(.closed).status == .unreachable)
    #expect(
      text(Failure(.protocolViolation("no JSON"))) == """
        Error: What answers does not speak the daemon's protocol: no JSON.
        Is it the right socket, and of the same version as migratectl?

        """)
  }

  @Test func `what was waited for and did not come`() {
    let halted = Made.rollout(
      Made.state(.halted, .backfill, reason: .failed), detail: "row 17: NOT NULL constraint failed")
    #expect(
      text(.strayed(halted, .halted)) == """
        Error: add-full-name on shop-production halted: a step failed, what was written before it stays: row 17: NOT NULL constraint failed.
        Next: mend what is wrong, then migratectl retry add-full-name -t shop-production, or rollback

        """)
    let unknown = Made.rollout(Made.state(.halted, .switch, reason: .outcomeUnknown))
    #expect(
      text(.strayed(unknown, .halted)) == """
        Error: add-full-name on shop-production halted: it is not known whether the last step happened.
        Next: find out whether the last step happened, then migratectl resolve add-full-name -t shop-production --done or --not-done

        """)
    #expect(
      text(.strayed(Made.rollout(Made.state(.paused, .backfill)), .paused)) == """
        Error: add-full-name on shop-production was paused: paused(backfill).
        Next: migratectl resume add-full-name -t shop-production, or rollback

        """)
    #expect(Failure.strayed(halted, .halted).status == .failed)
  }

  @Test(arguments: [
    (
      Wire.State.Reason.failed,
      "mend what is wrong, then migratectl retry add-full-name -t shop-production, or if everything was undone by hand, "
        + "migratectl resolve add-full-name -t shop-production --done --evidence TEXT"
    ),
    (.stopped, "mend what is wrong, then migratectl retry add-full-name -t shop-production"),
    (
      .outcomeUnknown,
      "find out whether the last step happened, then migratectl resolve add-full-name -t shop-production --done "
        + "or --not-done"
    ),
    (
      .ledgerWentBack,
      "look at the database; once it is restored, migratectl retry add-full-name -t shop-production, or if "
        + "everything is undone in it, migratectl resolve add-full-name -t shop-production --done --evidence TEXT"
    ),
  ])
  func `after a rollback that halted only what works there is named`(reason: Wire.State.Reason, next: String) {
    let halted = Made.rollout(Made.state(.halted, .rollback, reason: reason))
    #expect(RolloutWords(halted, Made.plain).next == next)
  }

  @Test func `what nobody confirmed`() {
    #expect(
      text(.unconfirmed("undo add-full-name", adding: "--yes")) == """
        Error: This would undo add-full-name, and nobody is there to confirm it.
        Nothing was done. Add --yes to do it anyway.

        """)
    #expect(Failure.unconfirmed("x", adding: "--yes").status == .usage)
    #expect(text(.declined) == "Error: Nothing was done.\n")
    #expect(Failure.declined.status == .failed)
  }

  @Test func `every exit status has a meaning and a number of its own`() {
    #expect(Status.allCases.map(\.rawValue) == Array(0...11) + [130])
    #expect(Set(Status.allCases.map(\.meaning)).count == 13)
  }
}
