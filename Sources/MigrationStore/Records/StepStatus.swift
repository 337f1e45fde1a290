/// How a recorded step stands. `intended` is committed before acting.
public enum StepStatus: String, CaseIterable, Sendable, Hashable, Codable {
  case intended, done, failed
  /// It may or may not have happened.
  case unknown
  /// A person said that it happened, or did not.
  case resolvedDone, resolvedNotDone
}
