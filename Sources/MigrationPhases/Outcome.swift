/// What the worker reports. An outcome is a fact: it cannot be refused, it can only come too late.
public enum Outcome: Sendable, Hashable {
  /// The worker took what was queued; `attempt` is one more than the last.
  case began(attempt: Int)
  /// Every step is done and verified.
  case finished(attempt: Int)
  /// It stopped for the reason given, which a person must look at.
  case failed(attempt: Int, HaltReason)
  /// The daemon stopped or died on the way.
  case interrupted(attempt: Int, LastStep)

  /// What is known of the step that was under way at an interruption.
  public enum LastStep: String, CaseIterable, Sendable, Hashable, Codable {
    /// The ledger, or the nature of the step, tells how to go on.
    case known
    /// It may or may not have happened.
    case unknown
  }

  public var attempt: Int {
    switch self {
    case .began(let attempt), .finished(let attempt), .failed(let attempt, _), .interrupted(let attempt, _): attempt
    }
  }

  public var name: String {
    switch self {
    case .began: "began"
    case .finished: "finished"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }
}
