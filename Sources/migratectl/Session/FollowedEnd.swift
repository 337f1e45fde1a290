/// How waiting for a rollout ended.
enum FollowedEnd: Sendable, Hashable {
  /// What was waited for is complete.
  case reached
  /// It halted and needs a person.
  case halted
  /// Somebody paused it.
  case paused
  /// Something else happened to it: cancelled, rolled back, rolling back.
  case elsewhere
}
