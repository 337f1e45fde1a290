/// Where one migration stands on one target. Shapes × activities; there is no other state.
public enum RolloutState: Sendable, Hashable {
  case planned
  case queued(Activity)
  case running(Activity, attempt: Int)
  case paused(Phase)
  case completed(Phase)
  case halted(Activity, HaltReason)
  case cancelled
  case rolledBack

  /// Each shape's word, as stored and as sent.
  public enum Shape: String, CaseIterable, Sendable, Hashable, Codable {
    case planned, queued, running, paused, completed, halted, cancelled, rolledBack
  }

  public var shape: Shape {
    switch self {
    case .planned: .planned
    case .queued: .queued
    case .running: .running
    case .paused: .paused
    case .completed: .completed
    case .halted: .halted
    case .cancelled: .cancelled
    case .rolledBack: .rolledBack
    }
  }

  public var activity: Activity? {
    switch self {
    case .planned, .cancelled, .rolledBack: nil
    case .queued(let activity), .running(let activity, _), .halted(let activity, _): activity
    case .paused(let phase), .completed(let phase): .phase(phase)
    }
  }

  public var attempt: Int? {
    switch self {
    case .running(_, let attempt): attempt
    case .planned, .queued, .paused, .completed, .halted, .cancelled, .rolledBack: nil
    }
  }

  public var haltReason: HaltReason? {
    switch self {
    case .halted(_, let reason): reason
    case .planned, .queued, .running, .paused, .completed, .cancelled, .rolledBack: nil
    }
  }

  /// Puts a state together again from its parts; nil when the parts do not make one.
  public init?(shape: Shape, activity: Activity?, attempt: Int?, haltReason: HaltReason?) {
    if activity == .rollback(of: .contract) { return nil }
    if let attempt, attempt < 1 { return nil }
    switch (shape, activity, attempt, haltReason) {
    case (.planned, nil, nil, nil): self = .planned
    case (.cancelled, nil, nil, nil): self = .cancelled
    case (.rolledBack, nil, nil, nil): self = .rolledBack
    case (.queued, let activity?, nil, nil): self = .queued(activity)
    case (.running, let activity?, let attempt?, nil): self = .running(activity, attempt: attempt)
    case (.paused, .phase(let phase)?, nil, nil): self = .paused(phase)
    case (.completed, .phase(let phase)?, nil, nil): self = .completed(phase)
    case (.halted, let activity?, nil, let reason?): self = .halted(activity, reason)
    default: return nil  // the parts come from outside: a combination that makes no state is refused
    }
  }

  /// The furthest phase known to be complete and verified.
  public var lastCompleted: Phase? {
    switch self {
    case .planned, .cancelled, .rolledBack: nil
    case .completed(let phase): phase
    case .paused(let phase): phase.previous
    case .queued(let activity), .running(let activity, _), .halted(let activity, _):
      switch activity {
      case .phase(let phase): phase.previous
      case .rollback: nil
      }
    }
  }

  /// No command leads on from here.
  public var isFinal: Bool {
    switch self {
    case .cancelled, .rolledBack, .completed(.contract): true
    case .planned, .queued, .running, .paused, .completed, .halted: false
    }
  }

  /// What `advance` would start; nil where it would be refused whatever the gates say.
  public var nextPhase: Phase? {
    switch self {
    case .planned: .expand
    case .completed(let phase): phase.next
    case .queued, .running, .paused, .halted, .cancelled, .rolledBack: nil
    }
  }
}

extension RolloutState: CustomStringConvertible {
  public var description: String {
    switch self {
    case .planned: "planned"
    case .queued(let activity): "queued(\(activity))"
    case .running(let activity, let attempt): "running(\(activity), \(attempt))"
    case .paused(let phase): "paused(\(phase.rawValue))"
    case .completed(let phase): "completed(\(phase.rawValue))"
    case .halted(let activity, let reason): "halted(\(activity), \(reason.rawValue))"
    case .cancelled: "cancelled"
    case .rolledBack: "rolledBack"
    }
  }
}
