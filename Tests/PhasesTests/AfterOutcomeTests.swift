import MigrationPhases
import Testing

@Suite struct AfterOutcomeTests {
  @Test func `only what is queued begins, with the attempt the worker took`() {
    for state in RolloutState.all {
      let next = state.after(.began(attempt: 7))
      if case .queued(let activity) = state {
        #expect(next == .running(activity, attempt: 7))
      } else {
        #expect(next == nil, "\(state)")
      }
    }
  }

  @Test func `an outcome of another try changes nothing, in any state`() {
    for state in RolloutState.all {
      for outcome in Outcome.all(attempt: 1) where outcome.name != "began" {
        #expect(state.after(outcome) == nil, "\(state), \(outcome)")
      }
    }
  }

  @Test func `an outcome of this try moves what is running`() {
    for activity in Activity.all {
      let state = RolloutState.running(activity, attempt: 2)
      let finished: RolloutState =
        switch activity {
        case .phase(let phase): .completed(phase)
        case .rollback: .rolledBack
        }
      #expect(state.after(.began(attempt: 2)) == nil)
      #expect(state.after(.finished(attempt: 2)) == finished)
      for reason in HaltReason.allCases {
        #expect(state.after(.failed(attempt: 2, reason)) == .halted(activity, reason))
      }
      #expect(state.after(.interrupted(attempt: 2, .known)) == .queued(activity))
      #expect(
        state.after(.interrupted(attempt: 2, .unknown))
          == (activity.isRepeatable ? .queued(activity) : .halted(activity, .outcomeUnknown)))
    }
  }

  @Test func `an interruption of switch, contract or the way back is never taken as harmless`() {
    #expect(Activity.all.filter(\.isRepeatable) == [.phase(.expand), .phase(.backfill)])
  }

  @Test func `an outcome carries its attempt and its name`() {
    #expect(Outcome.all(attempt: 3).allSatisfy { $0.attempt == 3 })
    #expect(Set(Outcome.all(attempt: 3).map(\.name)) == ["began", "finished", "failed", "interrupted"])
  }
}
