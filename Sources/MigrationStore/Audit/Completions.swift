import MigrationPhases

/// Which phases stand complete, each since when. The one rule for what is stored and for what is folded.
enum Completions {
  /// Once the state `after` is reached at `at`. A phase that is begun again is no longer complete, nor is what came
  /// after it, so that a waiting period starts anew with the switch that ends it.
  static func after(
    _ before: RolloutState, _ completedAt: [Phase: Timestamp], to after: RolloutState, at: Timestamp
  ) -> [Phase: Timestamp] {
    if case .rollback? = after.activity { return completedAt }  // what stands is known when the rollback is over
    var times: [Phase: Timestamp] = [:]
    var complete = after.lastCompleted
    while let phase = complete {
      times[phase] = completedAt[phase]
      complete = phase.previous
    }
    if case .completed(let phase) = after, before != after { times[phase] = at }
    return times
  }

  /// Of a rollout that comes on record in this state.
  static func first(_ state: RolloutState, at: Timestamp) -> [Phase: Timestamp] {
    var times: [Phase: Timestamp] = [:]
    var complete = state.lastCompleted
    while let phase = complete {
      times[phase] = at
      complete = phase.previous
    }
    return times
  }
}
