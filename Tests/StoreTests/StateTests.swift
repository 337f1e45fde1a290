import GRDB
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("States in the journal")
struct StateTests {
  static let every: [RolloutState] =
    [.planned, .cancelled, .rolledBack]
    + Activity.all.flatMap { activity in
      [.queued(activity), .running(activity, attempt: 1), .running(activity, attempt: 12)]
        + HaltReason.allCases.map { .halted(activity, $0) }
    } + Phase.allCases.flatMap { [.paused($0), .completed($0)] }

  @Test("every state comes back as it was stored")
  func roundTrip() throws {
    let (journal, rollout) = try journalWithRollout()
    for state in Self.every {
      let answered = try journal.decide { try $0.setState(ofRollout: rollout.id, to: state, at: moment(1)) }
      #expect(answered.state == state)
      #expect(try journal.read { try $0.rollout(id: rollout.id) } == answered)
    }
  }

  @Test("the table takes exactly the parts that make a state")
  func checks() throws {
    let (journal, _) = try journalWithRollout()
    var states = 0
    for shape in RolloutState.Shape.allCases.map(\.rawValue) + ["sleeping"] {
      for activity in [nil, "expand", "backfill", "switch", "contract", "rollback", "sleep"] {
        for ofPhase in [nil, "expand", "backfill", "switch", "contract"] {
          for attempt in [nil, 0, 1, 2] {
            for reason in [nil, "failed", "outcomeUnknown", "stopped", "gatesUnmet", "ledgerWentBack", "boredom"] {
              let made = makesState(shape, activity, ofPhase, attempt, reason)
              let taken = try journal.writer.write { database in
                do {
                  try database.cachedStatement(
                    sql: """
                      UPDATE rollout SET shape = ?, activity = ?, of_phase = ?, attempt = ?, halt_reason = ?,
                        attempts = 1, switch_at = 0
                      """
                  ).execute(arguments: [shape, activity, ofPhase, attempt, reason])
                  return true
                } catch ResultCode.SQLITE_CONSTRAINT_CHECK { return false }
              }
              if taken { states += 1 }
              #expect(taken == made, "\(shape) \(activity ?? "-") \(ofPhase ?? "-") \(attempt ?? -1) \(reason ?? "-")")
            }
          }
        }
      }
    }
    #expect(states == Self.every.count - Activity.all.count)  // attempt 12 was not among the parts
  }

  private func makesState(
    _ shape: String, _ activity: String?, _ ofPhase: String?, _ attempt: Int?, _ reason: String?
  ) -> Bool {
    guard let shape = RolloutState.Shape(rawValue: shape) else { return false }
    var part: Activity?
    switch (activity, ofPhase) {
    case (nil, nil): part = nil
    case ("rollback", let phase?) where phase != "contract": part = Phase(rawValue: phase).map { .rollback(of: $0) }
    case (let name?, nil):
      guard let phase = Phase(rawValue: name) else { return false }
      part = .phase(phase)
    default: return false
    }
    let halt = reason.flatMap { HaltReason(rawValue: $0) }
    guard (halt == nil) == (reason == nil), attempt.map({ $0 == 1 }) ?? true else { return false }
    return RolloutState(shape: shape, activity: part, attempt: attempt, haltReason: halt) != nil
  }

  @Test("attempts only grow")
  func attempts() throws {
    let (journal, rollout) = try journalWithRollout()
    let states: [RolloutState] = [
      .running(.phase(.expand), attempt: 1), .completed(.expand), .running(.phase(.backfill), attempt: 2),
      .queued(.phase(.backfill)),
    ]
    let attempts = try journal.decide { transaction in
      try states.map { try transaction.setState(ofRollout: rollout.id, to: $0, at: moment(1)).attempts }
    }
    #expect(attempts == [1, 1, 2, 2])
  }

  @Test("completion times follow the states, and a switch that is done again starts the waiting anew")
  func completions() throws {
    let (journal, rollout) = try journalWithRollout()
    func times(_ state: RolloutState, _ second: Int64) throws -> [Phase: Timestamp] {
      try journal.decide { try $0.setState(ofRollout: rollout.id, to: state, at: moment(second)).completedAt }
    }
    #expect(try times(.running(.phase(.expand), attempt: 1), 1) == [:])
    #expect(try times(.completed(.expand), 2) == [.expand: moment(2)])
    #expect(try times(.queued(.phase(.backfill)), 3) == [.expand: moment(2)])
    #expect(try times(.completed(.backfill), 4) == [.expand: moment(2), .backfill: moment(4)])
    #expect(
      try times(.completed(.switch), 5) == [.expand: moment(2), .backfill: moment(4), .switch: moment(5)])
    #expect(try times(.completed(.switch), 6)[.switch] == moment(5))
    #expect(try times(.queued(.phase(.contract)), 7)[.switch] == moment(5))
    #expect(try times(.halted(.phase(.switch), .ledgerWentBack), 8) == [.expand: moment(2), .backfill: moment(4)])
    #expect(try times(.completed(.switch), 9)[.switch] == moment(9))
    #expect(try times(.running(.rollback(of: .switch), attempt: 2), 10)[.switch] == moment(9))
    #expect(try times(.rolledBack, 11) == [:])
  }

  @Test("a rollout that waits cannot lose the start of its waiting")
  func waitingHasAStart() throws {
    let (journal, rollout) = try journalWithRollout()
    try journal.decide { try $0.setState(ofRollout: rollout.id, to: .completed(.switch), at: moment(5)) }
    #expect(throws: DatabaseError.self) {
      try journal.writer.write { try $0.execute(sql: "UPDATE rollout SET switch_at = NULL") }
    }
    #expect(try journal.read { try $0.rollout(id: rollout.id)?.switchedAt } == moment(5))
  }

  @Test("a rollout rebuilt in a later state counts its phases as complete from then on")
  func adopted() throws {
    let journal = try Journal(writer: DatabaseQueue())
    let rollout = try journal.decide { transaction in
      try transaction.insertRollout(
        migrationID: transaction.register().id, target: "t", environment: "e", state: .completed(.switch),
        at: moment(8))
    }
    #expect(rollout.completedAt == [.expand: moment(8), .backfill: moment(8), .switch: moment(8)])
  }
}
