extension RolloutState: LosslessStringConvertible {
  /// Reads `description` back; nil for any other text.
  public init?(_ description: String) {
    if let state = Self.withoutAttempt[description] {
      self = state
      return
    }
    let parts = description.split(separator: ", ")
    guard parts.count == 2, let attempt = Int(parts[1].dropLast()), attempt >= 1,
      let activity = Activity.all.first(where: { "running(\($0)" == parts[0] })
    else { return nil }
    self = .running(activity, attempt: attempt)
    // So that each state has one text: no sign, no leading zero, nothing after it.
    if self.description != description { return nil }
  }

  /// Every state but the running ones, of which there are as many as there are tries.
  private static let withoutAttempt: [String: RolloutState] = {
    var states: [RolloutState] = [.planned, .cancelled, .rolledBack]
    for phase in Phase.allCases { states += [.paused(phase), .completed(phase)] }
    for activity in Activity.all {
      states.append(.queued(activity))
      states += HaltReason.allCases.map { .halted(activity, $0) }
    }
    return Dictionary(uniqueKeysWithValues: states.map { ($0.description, $0) })
  }()
}
