import MigrationControl
import MigrationPhases
import Testing

@testable import migratectl

struct SheetTests {
  private let rollout = Made.rollout(
    Made.state(.completed, .switch), next: .contract, waitingUntil: Made.now + 13 * Made.day + 21 * Made.hour)

  @Test func `why lists the gates as a refusal does, with signs on a terminal`() {
    let reply = Call.Why.Reply(rollout: rollout, phase: .contract, gates: Made.gates)
    #expect(
      GateSheet(appearance: Made.terminal(70)).why(reply) == """
        contract of add-full-name on shop-production cannot start: 2 of 4
        gates do not hold.

        ✗ 13d 21h of the waiting period are left
           found: 3h, wanted 14d
           since: 2026-11-23 09:00:00 UTC (3h ago)
              do: wait until 2026-12-07 09:00:00Z
             who: nobody: time
        ✗ backup is not signed off
              do: migratectl sign-off add-full-name -t shop-production backup
                  --evidence '…'
             who: operator
        ✓ switch is complete here
        ✓ the target answers (5ms)

        """)
  }

  @Test func `why says how to start what can start, and why nothing can`() {
    let holding = Made.gates.filter(\.holds)
    #expect(
      GateSheet(appearance: Made.plain).why(.init(rollout: rollout, phase: .contract, gates: holding)) == """
        contract of add-full-name on shop-production can start: all 2 gates hold.

        ok  switch is complete here
        ok  the target answers (5ms)

        Start it: migratectl advance add-full-name -t shop-production

        """)
    let over = Made.rollout(Made.state(.completed, .contract))
    #expect(
      GateSheet(appearance: Made.plain)
        .why(.init(rollout: over, refusal: "it is complete; nothing is left to do", gates: [])) == """
          add-full-name on shop-production cannot advance: it is complete; nothing is left to do.
          The rollout is completed(contract).

          """)
  }

  @Test func `status says how the daemon is and what is under way`() {
    let freeze = Wire.FreezeNotice(reason: "incident 4711", by: Made.ada, at: Made.now - Made.hour)
    let reply = Call.Status.Reply(
      version: "0.1.0", state: .serving, startedAt: Made.now - 2 * Made.day, now: Made.now, pid: 42, freeze: freeze,
      migrations: 3, rollouts: ["halted": 1, "running": 1, "planned": 0, "novel": 2], history: 1_180,
      active: [Made.backfilling])
    #expect(
      StatusSheet(appearance: Made.plain).text(reply) == """
        migrated 0.1.0
               State: serving
               Since: 2026-11-21 12:00:00 UTC (2d ago), process 42
              Freeze: by ada since 2026-11-23 11:00:00 UTC (1h ago): incident 4711
          Migrations: 3
            Rollouts: 1 running, 1 halted, 2 novel
             History: 1,180 entries

        MIGRATION      TARGET           ENVIRONMENT  STATE                 CHANGED  NOTE
        add-full-name  shop-production  production   running(backfill, 2)  3h ago   41%, 812 rows/s, 11s left

        """)
    var altered = reply
    altered.record = .init(state: .altered, message: "entry 17 was altered", at: Made.now - Made.hour)
    let text = StatusSheet(appearance: Made.plain).text(altered)
    #expect(
      text.contains(
        "       State: serving, but the record was altered: entry 17 was altered; see all: migratectl audit verify\n"))
    #expect(text.contains("     History: 1,180 entries, ALTERED, found at 2026-11-23 11:00:00 UTC (1h ago)\n"))
    altered.record = .init(state: .unknown, message: "disk I/O error", at: Made.now)
    #expect(StatusSheet(appearance: Made.plain).text(altered).contains("the record could not be verified: disk I/O"))
    altered.record = .init(state: .intact, at: Made.now - Made.hour)
    #expect(StatusSheet(appearance: Made.plain).text(altered).contains("State: serving\n"))
    var refusing = reply
    refusing.state = .refusing
    refusing.message = "disk full"
    #expect(StatusSheet(appearance: Made.plain).text(refusing).contains("       State: refusing: disk full\n"))
  }

  private var shown: Call.Show.Reply {
    let migration = Wire.Migration(
      name: "add-full-name", digest: String(repeating: "ab", count: 32), description: "Customers get a full name",
      owner: "team-shop", group: "shop", schemaVersion: 2, registeredBy: Made.ada, registeredAt: Made.now - 9 * Made.day
    )
    let detail = Wire.RolloutDetail(
      rollout: Made.rollout(
        Made.state(.halted, .backfill, reason: .failed), detail: "row 17 cannot be written", progress: Made.progress),
      steps: [
        Wire.Step(
          attempt: 2, activity: "backfill", ordinal: 1, name: "lint", status: .done,
          startedAt: Made.now - 20 * Made.second,
          endedAt: Made.now - 20 * Made.second + 1_500),
        Wire.Step(
          attempt: 2, activity: "backfill", ordinal: 2, name: "backfill customers", status: .failed,
          detail: "NOT NULL constraint failed", startedAt: Made.now - 20 * Made.second,
          endedAt: Made.now - 8 * Made.second),
      ],
      signOffs: [
        Wire.SignOffClaim(
          migration: "add-full-name", target: "shop-production", item: "backup", evidence: "nightly dump of 02:00",
          by: Made.ada, at: Made.now - 2 * Made.day, expiresAt: Made.now - Made.day),
        Wire.SignOffClaim(
          migration: "add-full-name", target: "shop-production", item: "alerts", evidence: "on", by: Made.ada,
          at: Made.now - 2 * Made.day),
      ],
      approvals: [
        Wire.Approval(
          migration: "add-full-name", target: "shop-production", phase: .contract, digest: "abab", by: Made.ada,
          at: Made.now - Made.hour, expiresAt: Made.now + Made.hour, comment: "as agreed")
      ],
      restorePoints: [
        Wire.RestorePoint(
          path: "/var/lib/migrated/r.sqlite", sha256: "cdcd", bytes: 1_572_864, at: Made.now - Made.hour)
      ])
    return Call.Show.Reply(migration: migration, rollouts: [detail])
  }

  @Test func `show tells everything about a rollout`() {
    #expect(
      MigrationSheet(appearance: Made.plain).text(shown) == """
        add-full-name: Customers get a full name
               Owner: team-shop
             Targets: group shop
              Schema: version 2 once expand is complete
              Digest: abababababababababababababababababababababababababababababababab
          Registered: 2026-11-14 12:00:00 UTC (9d ago) by ada (uid 1000)

        On shop-production (production)
               State: halted(backfill, failed)
               Since: 2026-11-23 09:00:00 UTC (3h ago)
                 Why: a step failed, what was written before it stays: row 17 cannot be written
            Backfill: 6,543 of 15,607 rows, 41%, 812 rows/s, 11s left; 6,000 written, 1s ago
                Next: mend what is wrong, then migratectl retry add-full-name -t shop-production, or rollback
          Steps of backfill, try 2
            #  STEP                STATUS  BEGAN                    TOOK  DETAIL
            1  lint                done    2026-11-23 11:59:40 UTC   1ms
            2  backfill customers  failed  2026-11-23 11:59:40 UTC   12s  NOT NULL constraint failed
          Sign-offs
            ITEM    BY   WHEN                     UNTIL                              EVIDENCE
            backup  ada  2026-11-21 12:00:00 UTC  2026-11-22 12:00:00 UTC (expired)  nightly dump of 02:00
            alerts  ada  2026-11-21 12:00:00 UTC  for ever                           on
          Approvals
            PHASE     BY   WHEN                     UNTIL                    COMMENT
            contract  ada  2026-11-23 11:00:00 UTC  2026-11-23 13:00:00 UTC  as agreed
          Restore points
            /var/lib/migrated/r.sqlite
              1.5 MiB, made 2026-11-23 11:00:00 UTC (1h ago)
              sha256 cdcd

        """)
  }

  @Test func `show says what to tell the provider of a server about a moment in its log`() {
    var reply = shown
    let moments = [
      "postgresql: before-expand-add-full-name-1: timeline 1, LSN 0/3000148, restore point "
        + "'before-expand-add-full-name-1-20261123T110000Z', 2026-11-23T11:00:00.000000Z, archive_mode on",
      "postgresql: before-backfill-add-full-name-2: timeline 2, LSN 0/4000148, no restore point (EXECUTE on "
        + "pg_create_restore_point is not granted), 2026-11-23T11:30:00.000000Z, archive_mode off",
    ]
    reply.rollouts[0].restorePoints = moments.map {
      Wire.RestorePoint(path: $0, sha256: "cdcd", bytes: 1, at: Made.now - Made.hour)
    }
    let text = MigrationSheet(appearance: Made.plain).text(reply)
    #expect(
      text.hasSuffix(
        """
          Restore points
            before-expand-add-full-name-1, 2026-11-23 11:00:00 UTC (1h ago)
              For the provider: point-in-time recovery to 2026-11-23T11:00:00.000000Z (timeline 1, LSN 0/3000148, recovery_target_name 'before-expand-add-full-name-1-20261123T110000Z'); it brings back the whole server, and what was written since is lost
            before-backfill-add-full-name-2, 2026-11-23 11:00:00 UTC (1h ago)
              For the provider: point-in-time recovery to 2026-11-23T11:30:00.000000Z (timeline 2, LSN 0/4000148); it brings back the whole server, and what was written since is lost
              archive_mode is off: it leads nowhere unless something else keeps the log

        """), "\(text)")
  }

  @Test(arguments: [50, 60, 80, 200])
  func `show fits the terminal, but for what must be copied whole`(width: Int) {
    let text = MigrationSheet(appearance: Made.terminal(width)).text(shown)
    for line in text.split(separator: "\n") where !line.contains("Digest") {
      #expect(TextWidth.of(String(line)) <= width, "\(line)")
    }
  }

  @Test func `show says until when a rollout waits`() {
    var reply = shown
    reply.rollouts = [
      Wire.RolloutDetail(rollout: rollout, steps: [], signOffs: [], approvals: [], restorePoints: [])
    ]
    let text = MigrationSheet(appearance: Made.plain).text(reply)
    #expect(text.contains("     Waiting: until 2026-12-07 09:00:00 UTC (in 13d 21h)\n"))
    #expect(text.hasSuffix("        Next: contract, not before 2026-12-07 09:00:00 UTC (in 13d 21h)\n"))
  }

  @Test(
    arguments: [
      (
        Made.state(.planned), Phase.expand,
        "expand; what it still needs: migratectl why add-full-name -t shop-production"
      ),
      (
        Made.state(.running, .expand, attempt: 1), nil,
        "nothing; follow it: migratectl watch add-full-name -t shop-production"
      ),
      (Made.state(.completed, .contract), nil, "nothing: it is complete"),
      (Made.state(.rolledBack), nil, "nothing: to start again, register the plan under a new name"),
      (
        Made.state(.halted, .switch, reason: .gatesUnmet), nil,
        "see migratectl why add-full-name -t shop-production, then migratectl retry add-full-name -t shop-production"
      ),
    ] as [(Wire.State, Phase?, String)])
  func `each state says what a person can do next`(state: Wire.State, next: Phase?, words: String) {
    #expect(RolloutWords(Made.rollout(state, next: next), Made.plain).next == words)
  }

  @Test func `findings show the line they are about, with a caret under the place`() {
    let finding = Finding(
      file: "expand.sql", line: 7, column: 4, rule: "drop-in-expand", message: "takes something away",
      hint: "move it to contract.sql")
    let sheet = FindingSheet(appearance: Made.plain, source: { path, line in "\t漢 DROP TABLE t; -- \(path) \(line)" })
    #expect(
      sheet.text([finding], folder: "./plans/x/") == """
        ./plans/x/expand.sql:7:4: error: takes something away [drop-in-expand]
            7 |  漢 DROP TABLE t; -- ./plans/x/expand.sql 7
              |     ^
          hint: move it to contract.sql

        """)
    #expect(FindingSheet.path(".", "a.sql") == "a.sql")
    #expect(FindingSheet.path("p", "/etc/x") == "/etc/x")
    #expect(FindingSheet.sum([]) == "no findings")
  }

  @Test func `of a long line that much is shown around the place as fits`() {
    let line = (0..<600).map { "word\($0) " }.joined() + "DROP"
    for (width, column) in [(80, 1), (80, 60), (80, 300), (80, line.count - 3), (40, 2_000), (nil, 3_000)] {
      let appearance = width.map { Made.terminal($0) } ?? Made.plain
      let finding = Finding(file: "a.sql", line: 1, column: column, rule: "r", message: "m")
      let sheet = FindingSheet(appearance: appearance, source: { _, _ in line })
      let lines = sheet.text([finding], folder: nil).split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[1].count <= width ?? 160, "\(lines)")
      let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
      let under = caret.flatMap {
        lines[1].count > $0 ? lines[1][lines[1].index(lines[1].startIndex, offsetBy: $0)] : nil
      }
      #expect(under == line[line.index(line.startIndex, offsetBy: column - 1)], "\(lines)")
    }
    let wide = LineExcerpt(String(repeating: "漢", count: 100), around: 90, room: 40)
    #expect(wide.text.first == "…" && TextWidth.of(wide.text) <= 40 && (0..<40).contains(wide.before ?? -1))
    #expect(LineExcerpt("short", around: 9, room: 40) == LineExcerpt("short", around: nil, room: 40))
    #expect(LineExcerpt("short", around: 6, room: 40).before == 5)
  }

  @Test func `the verdict on the record says what was noted and what to do`() {
    #expect(
      AuditSheet(appearance: Made.plain).text(.init(intact: true, entries: 1_180, headHash: "cfdc", records: 33)) == """
        intact: 1,180 entries, each as it was written; 33 records, each as they say
        newest hash cfdc

        """)
    #expect(
      AuditSheet(appearance: Made.plain).text(.init(intact: true, entries: 1, headHash: "cf", records: 1, unsaid: 2))
        == """
        intact: 1 entry, each as it was written; 1 record, each as they say (2 facts could not be compared: an older version did not write them into the history)
        newest hash cf

        """)
    #expect(
      AuditSheet(appearance: Made.plain)
        .text(.init(intact: false, entries: 20, firstBad: 17, message: "its hash is another one")) == """
          ALTERED at entry 17: its hash is another one
          20 entries and 0 records were read. From that entry on nothing in the record can be trusted. Keep the journal as it is, and compare it with a backup and with the hashes you noted elsewhere.

          """)
  }

  @Test func `records that are not as the history says are told one a line`() {
    let strays = [
      Wire.Stray(kind: "approval", what: "a on p: approval of contract", stored: "by eve", recorded: "by bob"),
      Wire.Stray(kind: "approval", what: "a on p: approval of switch", stored: "by eve"),
      Wire.Stray(kind: "freeze", what: "freeze", recorded: "by bob"),
      Wire.Stray(kind: "layout", what: "journal: trigger x is missing"),
    ]
    #expect(
      AuditSheet(appearance: Made.plain)
        .text(.init(intact: false, entries: 20, headHash: "cfdc", records: 9, strays: strays, strayCount: 104)) == """
          ALTERED: 104 records are not as the history says
            a on p: approval of contract: stored is by eve; the history says by bob
            a on p: approval of switch: stored is by eve; the history has no entry of it
            freeze: nothing is stored; the history says by bob
            journal: trigger x is missing
            and 100 more
          20 entries and 9 records were read. Decisions go by the history: what it does not bear out does not count. Keep the journal as it is, and compare it with a backup and with the hashes you noted elsewhere.

          """)
  }

  @Test func `what was due, what was frozen, what was signed`() {
    let results = [
      Wire.DueResult(rollout: Made.rollout(Made.state(.queued, .backfill)), advanced: true),
      Wire.DueResult(rollout: rollout, advanced: false, message: "1 gate does not hold"),
    ]
    #expect(
      DueTable(appearance: Made.plain).text(results) == """
        MIGRATION      TARGET           STARTED  STATE              WHY NOT
        add-full-name  shop-production  yes      queued(backfill)
        add-full-name  shop-production  no       completed(switch)  1 gate does not hold

        """)
    #expect(DueTable(appearance: Made.plain).text([]) == "Nothing was due.\n")
    let notice = Wire.FreezeNotice(reason: "incident", by: Made.ada, at: Made.now)
    #expect(
      FreezeSheet(appearance: Made.plain).frozen(.init(freeze: notice, halted: [])) == """
        Frozen by ada since 2026-11-23 12:00:00 UTC: incident
        Nothing was under way.

        """)
    #expect(FreezeSheet(appearance: Made.plain).lifted(.init(lifted: [])) == "No freeze was in force.\n")
    #expect(
      FreezeSheet(appearance: Made.plain).lifted(.init(lifted: [notice]))
        == "Lifted: by ada since 2026-11-23 12:00:00 UTC: incident\n")
    let approval = shown.rollouts[0].approvals[0]
    #expect(
      ClaimLines(appearance: Made.plain).text(.init(approval: approval))
        == "add-full-name on shop-production: contract approved by ada until 2026-11-23 13:00:00 UTC, for digest abab\n"
    )
    let again = ClaimLines(appearance: Made.plain).text(.init(approval: approval, already: true))
    #expect(again.contains("contract approved by ada since 2026-11-23 "), "\(again)")
    #expect(again.hasSuffix(", for digest abab; it was on record already, nothing was added\n"), "\(again)")
    var twice = shown
    var later = approval
    later.at += 1
    twice.rollouts[0].approvals.append(later)
    #expect(MigrationSheet(appearance: Made.plain).text(twice) == MigrationSheet(appearance: Made.plain).text(shown))
    later.at = (approval.expiresAt ?? 0) + 1
    twice.rollouts[0].approvals[1] = later
    #expect(MigrationSheet(appearance: Made.plain).text(twice) != MigrationSheet(appearance: Made.plain).text(shown))
  }
}
