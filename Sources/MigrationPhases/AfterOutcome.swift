extension RolloutState {
  /// The state that a report of the worker leads to; nil when it came too late (another attempt, or no longer
  /// running) and is only recorded.
  public func after(_ outcome: Outcome) -> RolloutState? {
    switch self {
    case .queued(let activity):
      switch outcome {
      case .began(let attempt): .running(activity, attempt: attempt)
      case .finished, .failed, .interrupted: nil
      }
    case .running(let activity, let attempt): outcome.attempt == attempt ? activity.ended(by: outcome) : nil
    case .planned, .paused, .completed, .halted, .cancelled, .rolledBack: nil
    }
  }
}

extension Activity {
  fileprivate func ended(by outcome: Outcome) -> RolloutState? {
    switch outcome {
    case .began: nil
    case .finished:
      switch self {
      case .phase(let phase): .completed(phase)
      case .rollback: .rolledBack
      }
    case .failed(_, let reason): .halted(self, reason)
    case .interrupted(_, .known): .queued(self)
    case .interrupted(_, .unknown): isRepeatable ? .queued(self) : .halted(self, .outcomeUnknown)
    }
  }
}
