import MigrationControl
import MigrationPhases

/// What is waited for: the end of one activity of one rollout.
struct Awaited: Sendable, Hashable {
  let migration: String
  let target: String
  let activity: Wire.State.Activity

  /// nil where the state has no activity that could end.
  init?(_ rollout: Wire.Rollout) {
    guard let activity = rollout.state.activity else { return nil }
    migration = rollout.migration
    target = rollout.target
    self.activity = activity
  }

  func concerns(_ rollout: Wire.Rollout) -> Bool { rollout.migration == migration && rollout.target == target }

  /// nil while it goes on. States in between may never be seen: a later phase under way means that this one ended.
  func end(in state: Wire.State) -> FollowedEnd? {
    switch state.shape {
    case .planned: nil
    case .queued, .running: state.activity == activity ? nil : passed(state) ? .reached : .elsewhere
    case .completed: state.activity == activity || passed(state) ? .reached : nil
    case .paused: passed(state) ? .reached : .paused
    case .halted: passed(state) ? .reached : .halted
    case .cancelled: .elsewhere
    case .rolledBack: activity == .rollback ? .reached : .elsewhere
    }
  }

  private func passed(_ state: Wire.State) -> Bool {
    guard let awaited = phase(activity), let now = state.activity.flatMap({ phase($0) }) else { return false }
    var later = awaited.next
    while let phase = later {
      if phase == now { return true }
      later = phase.next
    }
    return false
  }

  private func phase(_ activity: Wire.State.Activity) -> Phase? {
    switch activity {
    case .expand: .expand
    case .backfill: .backfill
    case .switch: .switch
    case .contract: .contract
    case .rollback: nil
    }
  }
}
