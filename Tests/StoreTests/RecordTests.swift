import GRDB
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("Records")
struct RecordTests {
  @Test("a registered migration comes back with its files, byte for byte, and never changes")
  func migrations() throws {
    let journal = try Journal(writer: DatabaseQueue())
    let files = [
      PlanFileRecord(path: "migration.yaml", bytes: [0, 255, 10]), PlanFileRecord(path: "expand.sql", bytes: []),
    ]
    let (first, second) = try journal.decide { transaction in
      (try transaction.register("a", files: files), try transaction.register("b"))
    }
    #expect(first.registeredBy == alice)
    #expect(first.digest == digest)
    try journal.read { reader throws in
      #expect(try reader.migration(named: "a") == first)
      #expect(try reader.migration(named: "A") == nil)
      #expect(try reader.migrations() == [first, second])
      #expect(try reader.migrations(limit: 1) == [first])
      #expect(try reader.migrations(limit: 5, after: first.id) == [second])
      #expect(try reader.planFiles(ofMigration: first.id) == files.reversed())
    }
    for change in [
      "UPDATE migration SET digest = '\(String(repeating: "0", count: 64))'", "DELETE FROM migration",
      "UPDATE plan_file SET content = x'00'", "DELETE FROM plan_file",
    ] {
      #expect(throws: DatabaseError.self, "\(change)") { try journal.writer.write { try $0.execute(sql: change) } }
    }
    let error = try #require(throws: StoreError.self) { try journal.decide { try $0.register("a") } }
    #expect(error.message == "the journal refused the change: UNIQUE constraint failed: migration.name (SQLite 2067)")
  }

  @Test("a rollout is found by migration, target, shape and id, and has no twin")
  func rollouts() throws {
    let (journal, first) = try journalWithRollout()
    let second = try journal.decide { transaction in
      try transaction.insertRollout(
        migrationID: first.migrationID, target: "production-1", environment: "production", at: moment(1))
    }
    let queued = try journal.decide { transaction in
      try transaction.setState(ofRollout: first.id, to: .queued(.phase(.expand)), detail: "asked", at: moment(9))
    }
    try journal.read { reader throws in
      #expect(try reader.rollouts() == [queued, second])
      #expect(try reader.rollouts(limit: 1) == [queued])
      #expect(try reader.rollouts(after: queued.id) == [second])
      #expect(try reader.rollouts(ofMigration: "add-full-name") == [queued, second])
      #expect(try reader.rollouts(onTarget: "production-1") == [second])
      #expect(try reader.rollouts(in: [.queued, .planned]) == [second, queued])
      #expect(try reader.rollouts(in: [.running]) == [])
      #expect(try reader.rollouts(in: []) == [])
      #expect(try reader.rollout(migration: "add-full-name", target: "nowhere") == nil)
      #expect(
        try reader.counts()
          == JournalCounts(migrations: 1, rollouts: [.queued: 1, .planned: 1], historyEntries: 0))
    }
    #expect(throws: StoreError.self) {
      try journal.decide { transaction in
        try transaction.insertRollout(
          migrationID: first.migrationID, target: "production-1", environment: "production", at: moment(1))
      }
    }
    #expect(throws: StoreError.self) {
      try journal.decide { try $0.insertRollout(migrationID: 99, target: "t", environment: "e", at: moment(1)) }
    }
  }

  @Test("a rollout that is not there is an error, not silence")
  func missing() throws {
    let journal = try Journal(writer: DatabaseQueue())
    let error = try #require(throws: StoreError.self) {
      try journal.decide { try $0.setState(ofRollout: 7, to: .cancelled, at: moment(1)) }
    }
    #expect(error == .refused(code: 12, what: "there is no rollout 7 on record"))
    #expect(throws: StoreError.self) { try journal.decide { try $0.endStep(7, .done, at: moment(1)) } }
    #expect(throws: StoreError.self) { try journal.decide { try $0.liftFreeze(7, by: bob, at: moment(1)) } }
  }

  @Test("steps keep their order within an attempt, their intent, and what became of them")
  func steps() throws {
    let (journal, rollout) = try journalWithRollout()
    let rollback = Activity.rollback(of: .switch)
    try journal.decide { transaction in
      let lint = try transaction.beginStep(
        ofRollout: rollout.id, attempt: 1, activity: .phase(.expand), name: "lint", at: moment(1))
      #expect(lint.status == .intended)
      #expect(lint.endedAt == nil)
      let ended = try transaction.endStep(lint.id, .done, at: moment(2))
      #expect(ended.endedAt == moment(2))
      _ = try transaction.beginStep(
        ofRollout: rollout.id, attempt: 1, activity: .phase(.expand), name: "statement 1", at: moment(3))
      let undo = try transaction.beginStep(
        ofRollout: rollout.id, attempt: 2, activity: rollback, ordinal: 4, name: "undo", at: moment(4))
      try transaction.endStep(undo.id, .unknown, detail: "the connection was lost", at: moment(5))
      try transaction.endStep(undo.id, .resolvedDone, detail: "bob looked", at: moment(6))
    }
    try journal.read { reader throws in
      let last = try reader.steps(ofRollout: rollout.id)
      #expect(last.map(\.name) == ["undo"])
      #expect(last.first?.activity == rollback)
      #expect(last.first?.status == .resolvedDone)
      #expect(last.first?.detail == "bob looked")
      #expect(try reader.steps(ofRollout: rollout.id, attempt: 1).map(\.ordinal) == [1, 2])
      #expect(try reader.allSteps(ofRollout: rollout.id).map(\.name) == ["lint", "statement 1", "undo"])
      #expect(try reader.steps(ofRollout: 99) == [])
    }
    let twice = try #require(throws: StoreError.self) {
      try journal.decide { transaction in
        try transaction.beginStep(
          ofRollout: rollout.id, attempt: 2, activity: rollback, ordinal: 4, name: "undo", at: moment(7))
      }
    }
    #expect(twice.code == 2067)
    let backwards = try #require(throws: StoreError.self) {
      try journal.decide { try $0.endStep(1, .intended, at: moment(7)) }
    }
    #expect(backwards.message.contains("intended_has_not_ended"))
  }

  @Test("a later sign-off takes the place of an earlier one, and all are kept as they were given")
  func signOffs() throws {
    let (journal, rollout) = try journalWithRollout()
    let (old, alerts, new) = try journal.decide { transaction in
      (
        try transaction.addSignOff(
          rolloutID: rollout.id, item: "backup", evidence: "s3://1", by: alice, at: moment(1), expiresAt: moment(9)),
        try transaction.addSignOff(
          rolloutID: rollout.id, item: "alerts", evidence: "silenced", by: alice, at: moment(2), expiresAt: nil),
        try transaction.addSignOff(
          rolloutID: rollout.id, item: "backup", evidence: "s3://2", by: bob, at: moment(3), expiresAt: nil)
      )
    }
    try journal.read { reader throws in
      #expect(try reader.signOffs(ofRollout: rollout.id) == [old, alerts, new])
      #expect(try reader.standingSignOffs(ofRollout: rollout.id) == [alerts, new])
    }
    for change in ["UPDATE sign_off SET expires_at = NULL", "DELETE FROM sign_off"] {
      #expect(throws: DatabaseError.self, "\(change)") { try journal.writer.write { try $0.execute(sql: change) } }
    }
  }

  @Test("an approval is kept as it was given")
  func approvals() throws {
    let (journal, rollout) = try journalWithRollout()
    let approval = try journal.decide { transaction in
      try transaction.addApproval(
        rolloutID: rollout.id, phase: .contract, digest: digest, by: bob, at: moment(1), expiresAt: moment(2),
        comment: "seen")
    }
    #expect(try journal.read { try $0.approvals(ofRollout: rollout.id) } == [approval])
    for change in ["UPDATE approval SET phase = 'switch'", "DELETE FROM approval"] {
      #expect(throws: DatabaseError.self, "\(change)") { try journal.writer.write { try $0.execute(sql: change) } }
    }
  }

  @Test("a freeze is in force until it is lifted, once")
  func freezes() throws {
    let journal = try Journal(writer: DatabaseQueue())
    let freeze = try journal.decide { try $0.addFreeze(reason: "quarter end", by: bob, at: moment(1)) }
    #expect(try journal.read { try $0.activeFreezes() } == [freeze])
    try journal.decide { try $0.liftFreeze(freeze.id, by: alice, at: moment(2)) }
    let lifted = try #require(try journal.read { try $0.freezes() }.first)
    #expect(lifted.liftedBy == alice)
    #expect(lifted.liftedAt == moment(2))
    #expect(try journal.read { try $0.activeFreezes() } == [])
    #expect(throws: StoreError.self) {
      try journal.decide { try $0.liftFreeze(freeze.id, by: bob, at: moment(3)) }
    }
    for change in [
      "UPDATE freeze SET reason = 'x'", "DELETE FROM freeze", "UPDATE freeze SET lifted_at = NULL",
    ] {
      #expect(throws: DatabaseError.self, "\(change)") { try journal.writer.write { try $0.execute(sql: change) } }
    }
  }

  @Test("restore points are kept, progress is replaced, facts are set and forgotten")
  func theRest() throws {
    let (journal, rollout) = try journalWithRollout()
    let point = try journal.decide { transaction in
      try transaction.addRestorePoint(
        rolloutID: rollout.id, path: "/var/lib/migrated/restore/1", sha256: digest, bytes: 1 << 40, at: moment(1))
    }
    #expect(try journal.read { try $0.restorePoints(ofRollout: rollout.id) } == [point])
    #expect(try journal.read { try $0.progress(ofRollout: rollout.id) } == nil)
    for done in [10, 20] {
      let progress = ProgressRecord(
        rolloutID: rollout.id, attempt: 1, rowsDone: done, rowsTotal: 100, rowsWritten: done / 2, at: moment(1))
      try journal.decide { try $0.setProgress(progress) }
      #expect(try journal.read { try $0.progress(ofRollout: rollout.id) } == progress)
    }
    try journal.decide { transaction in
      try transaction.setFact("boot", "1", at: moment(1))
      try transaction.setFact("boot", "2", at: moment(1))
      try transaction.setFact("reloads", "7", at: moment(1))
      try transaction.setFact("reloads", nil, at: moment(1))
    }
    #expect(try journal.read { [try $0.fact("boot"), try $0.fact("reloads")] } == ["2", nil])
  }
}
