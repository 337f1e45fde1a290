import MigrationControl
import MigrationPhases

extension Wire.State {
  init(_ state: RolloutState) {
    self.init(
      shape: Shape(state.shape), activity: state.activity.map { Activity($0) }, undoes: state.activity?.undone,
      attempt: state.attempt, reason: state.haltReason.map { Reason($0) }, text: state.description)
  }
}

extension Wire.State.Shape {
  init(_ shape: RolloutState.Shape) {
    switch shape {
    case .planned: self = .planned
    case .queued: self = .queued
    case .running: self = .running
    case .paused: self = .paused
    case .completed: self = .completed
    case .halted: self = .halted
    case .cancelled: self = .cancelled
    case .rolledBack: self = .rolledBack
    }
  }
}

extension Wire.State.Activity {
  init(_ activity: Activity) {
    switch activity {
    case .phase(.expand): self = .expand
    case .phase(.backfill): self = .backfill
    case .phase(.switch): self = .switch
    case .phase(.contract): self = .contract
    case .rollback: self = .rollback
    }
  }
}

extension Wire.State.Reason {
  init(_ reason: HaltReason) {
    switch reason {
    case .failed: self = .failed
    case .outcomeUnknown: self = .outcomeUnknown
    case .stopped: self = .stopped
    case .gatesUnmet: self = .gatesUnmet
    case .ledgerWentBack: self = .ledgerWentBack
    }
  }
}

extension Activity {
  fileprivate var undone: Phase? {
    switch self {
    case .phase: nil
    case .rollback(let of): of
    }
  }
}
