import MigrationPhases
import Testing

@Suite struct RolloutStateTests {
  @Test func `there are sixty states and each has its own words`() {
    #expect(RolloutState.all.count == 60)
    #expect(Set(RolloutState.all.map(\.description)).count == 60)
    #expect(Set(RolloutState.all.map(\.guarantee)).count == 60)
    #expect(RolloutState.running(.rollback(of: .switch), attempt: 3).description == "running(rollback of switch, 3)")
    #expect(RolloutState.halted(.phase(.expand), .gatesUnmet).description == "halted(expand, gatesUnmet)")
    #expect(RolloutState.paused(.backfill).description == "paused(backfill)")
  }

  @Test func `a state is put together again from its parts`() {
    for state in RolloutState.all {
      let again = RolloutState(
        shape: state.shape, activity: state.activity, attempt: state.attempt, haltReason: state.haltReason)
      #expect(again == state)
    }
  }

  @Test func `a state is read back from its words, and from no others`() {
    for state in RolloutState.all { #expect(RolloutState("\(state)") == state) }
    for text in [
      "", "running", "running(expand)", "running(expand, 0)", "running(expand, +1)", "running(expand, 01)",
      "running(expand, 1) ", "running(rollback of contract, 1)", "running(expand, 1, 2)", "halted(expand)", "Planned",
      "queued(nothing)", "running(expand, x)",
    ] {
      #expect(RolloutState(text) == nil, "\(text)")
    }
  }

  @Test func `parts that make no state are refused, in every combination`() {
    let made = Set(RolloutState.all.map { Parts($0) })
    let activities = [nil] + (Activity.all + [.rollback(of: .contract)]).map(Optional.some)
    var refused = 0
    for shape in RolloutState.Shape.allCases {
      for activity in activities {
        for attempt in [nil, 2, 0, -1] as [Int?] {
          for reason in [nil] + HaltReason.allCases.map(Optional.some) {
            let state = RolloutState(shape: shape, activity: activity, attempt: attempt, haltReason: reason)
            let parts = Parts(shape: shape, activity: activity, attempt: attempt, haltReason: reason)
            #expect((state != nil) == made.contains(parts), "\(parts)")
            if state == nil { refused += 1 }
          }
        }
      }
    }
    #expect(refused == 8 * 9 * 4 * 6 - 60)
  }

  @Test func `the last complete phase is what the state itself proves`() {
    for state in RolloutState.all {
      let expected: Phase? =
        switch state {
        case .completed(let phase): phase
        case .queued(.phase(let phase)), .running(.phase(let phase), _), .halted(.phase(let phase), _),
          .paused(let phase):
          phase.previous
        case .planned, .cancelled, .rolledBack, .queued, .running, .halted: nil
        }
      #expect(state.lastCompleted == expected, "\(state)")
    }
  }

  @Test func `cancelled, rolled back and contract complete are final`() {
    #expect(RolloutState.all.filter(\.isFinal) == [.completed(.contract), .cancelled, .rolledBack])
  }

  @Test func `the phases follow one another in both directions`() {
    #expect(Phase.allCases.map(\.next) == [.backfill, .switch, .contract, nil])
    #expect(Phase.allCases.map(\.previous) == [nil, .expand, .backfill, .switch])
    #expect(Phase.allCases.filter(\.isRepeatable) == [.expand, .backfill])
  }

  @Test func `an activity is named by its phase or as rollback`() {
    #expect(
      Activity.all.map(\.name) == ["expand", "backfill", "switch", "contract", "rollback", "rollback", "rollback"])
    #expect(Activity.all.map(\.phase) == Phase.allCases + [.expand, .backfill, .switch])
    #expect(Activity.rollback(of: .backfill).description == "rollback of backfill")
  }

  @Test func `each reason for a halt has a sentence of its own without a full stop`() {
    for activity in Activity.all {
      let sentences = HaltReason.allCases.map { $0.sentence(of: activity) }
      #expect(Set(sentences).count == HaltReason.allCases.count)
      #expect(sentences.allSatisfy { !$0.hasSuffix(".") })
    }
  }

  @Test func `that everything under way was taken back is said only where no program may have done it`() {
    let words = "the transaction under way was taken back"
    let said = Activity.all.filter { HaltReason.failed.sentence(of: $0).contains(words) }
    #expect(said == [.phase(.expand), .phase(.contract), .rollback(of: .expand), .rollback(of: .backfill)])
  }

  private struct Parts: Hashable {
    var shape: RolloutState.Shape
    var activity: Activity?
    var attempt: Int?
    var haltReason: HaltReason?

    init(shape: RolloutState.Shape, activity: Activity?, attempt: Int?, haltReason: HaltReason?) {
      (self.shape, self.activity, self.attempt, self.haltReason) = (shape, activity, attempt, haltReason)
    }

    init(_ state: RolloutState) {
      self.init(shape: state.shape, activity: state.activity, attempt: state.attempt, haltReason: state.haltReason)
    }
  }
}
