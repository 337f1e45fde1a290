import MigrationPhases

/// Which of a target's bounds holds for a call.
enum SQLiteLimit: Sendable, Hashable {
  case query, script, estimate

  func duration(of bounds: SQLiteBounds) -> Duration {
    switch self {
    case .query: bounds.query
    case .script: bounds.script
    case .estimate: bounds.estimate
    }
  }

  /// What is said when it ran out.
  func words(of bounds: SQLiteBounds) -> String {
    switch self {
    case .query, .estimate: "it took longer than \(duration(of: bounds).formatted) and was interrupted"
    case .script:
      "the script's time ran out here, after \(bounds.script.inWords); it was interrupted and nothing of it was "
        + "applied: make it do less, or raise scriptTimeout of this target"
    }
  }
}
