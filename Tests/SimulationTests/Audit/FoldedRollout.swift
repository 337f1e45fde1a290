import MigrationPhases

/// A rollout as the history alone tells it.
struct FoldedRollout: Sendable {
  struct Completion: Sendable, Hashable {
    /// As recorded.
    var at: Timestamp
    /// True time.
    var elapsed: Duration
    /// By how much the clock was set forward before.
    var setForward: Duration
  }

  struct SignOff: Sendable, Hashable {
    var item: String
    var at: Timestamp
    var expiresAt: Timestamp?
  }

  struct Approval: Sendable, Hashable {
    var phase: Phase
    var uid: UInt32
    var at: Timestamp
  }

  var state = RolloutState.planned
  var attempts = 0
  var complete: [Phase: Completion] = [:]
  var signOffs: [SignOff] = []
  var approvals: [Approval] = []
  /// Commands of people that changed its state.
  var words = 0

  /// Whether others may build on the phase.
  func stands(_ phase: Phase) -> Bool {
    switch state.activity {
    case .rollback?: false
    case .phase?, nil: complete[phase] != nil
    }
  }
}
