import MigrationPhases

/// Which of a target's bounds holds for a call.
enum PostgreSQLLimit: Sendable, Hashable {
  case look, query, script, batch, estimate

  func duration(of bounds: PostgreSQLBounds) -> Duration {
    switch self {
    case .look: bounds.look
    case .query: bounds.query
    case .script: bounds.script
    case .batch: bounds.batch
    case .estimate: bounds.estimate
    }
  }

  /// What is said when it ran out.
  func words(of bounds: PostgreSQLBounds) -> String {
    switch self {
    case .look, .query, .estimate: "it took longer than \(duration(of: bounds).inWords) and was cancelled"
    case .batch:
      "the batch took longer than \(bounds.batch.inWords) and was cancelled; nothing of it was written: make the "
        + "expressions cheaper, or see with EXPLAIN what they read"
    case .script:
      "the script's time ran out here, after \(bounds.script.inWords); it was cancelled and nothing of its transaction "
        + "was applied: make it do less, or raise scriptTimeout of this target"
    }
  }
}
