import MigrationPhases

extension RolloutState {
  /// Reads a state as the history writes it, such as `halted(rollback of switch, failed)`.
  init?(written text: String) {
    let parts = text.split(separator: "(", maxSplits: 1)
    let arguments = (parts.count > 1 ? parts[1].dropLast() : "").split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    guard let shape = Shape(rawValue: String(parts[0])) else { return nil }
    var attempt: Int?
    var reason: HaltReason?
    switch shape {
    case .running: attempt = Int(arguments.last ?? "")
    case .halted: reason = HaltReason(rawValue: arguments.last ?? "")
    case .planned, .queued, .paused, .completed, .cancelled, .rolledBack: break
    }
    let activity = Activity.all.first { $0.description == arguments.first }
    self.init(shape: shape, activity: activity, attempt: attempt, haltReason: reason)
  }
}

extension String {
  /// The text of a member of the JSON object that this is; enough for what the simulation itself put in.
  func fact(_ key: String) -> String? {
    guard let start = ranges(of: "\"\(key)\":\"").first?.upperBound else { return nil }
    return String(self[start...].prefix { $0 != "\"" })
  }

  /// The numbers that the simulation marked its own words with: `#17#`.
  var marks: [Int] {
    split(separator: "#", omittingEmptySubsequences: false).compactMap { Int($0) }
  }
}
