import GRDB
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("Decisions")
struct DecisionTests {
  struct Objection: Error, Equatable {}

  @Test("a decision that returns is on record, with its history")
  func commits() throws {
    let (journal, rollout) = try journalWithRollout()
    try journal.decide { transaction in
      try transaction.setState(ofRollout: rollout.id, to: .queued(.phase(.expand)), at: moment(5))
      try transaction.append(
        at: moment(5), actor: alice, event: "advance", migration: "add-full-name", target: "staging-1", phase: .expand,
        from: .planned, to: .queued(.phase(.expand)), detail: ["why": "asked"])
    }
    let (stored, entry) = try journal.read { reader in
      (try reader.rollout(migration: "add-full-name", target: "staging-1"), try reader.lastHistory())
    }
    #expect(stored?.state == .queued(.phase(.expand)))
    #expect(stored?.changedAt == moment(5))
    #expect(entry?.seq == 1)
    #expect(entry?.from == "planned")
    #expect(entry?.to == "queued(expand)")
    #expect(entry?.detail == #"{"why":"asked"}"#)
    #expect(try HistoryVerifier.verify(journal).firstBad == nil)
  }

  @Test("what the body throws comes out unchanged and leaves nothing behind")
  func rollsBack() throws {
    let (journal, rollout) = try journalWithRollout()
    #expect(throws: Objection()) {
      try journal.decide { transaction in
        try transaction.setState(ofRollout: rollout.id, to: .cancelled, at: moment(5))
        try transaction.note()
        throw Objection()
      }
    }
    #expect(try journal.read { try $0.rollout(id: rollout.id)?.state } == .planned)
    #expect(try journal.read { try $0.lastHistory() } == nil)
  }

  @Test("a write that failed fails the decision, even if its error was caught inside")
  func failedWriteCannotBeSwallowed() throws {
    let (journal, _) = try journalWithRollout()
    let error = try #require(throws: StoreError.self) {
      try journal.decide { transaction in
        try transaction.note()
        _ = try? transaction.register()
      }
    }
    #expect(error.name == "refused")
    #expect(error.code == 2067)
    #expect(try journal.read { try $0.lastHistory() } == nil)
  }
}
