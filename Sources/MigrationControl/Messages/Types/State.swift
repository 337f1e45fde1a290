import MigrationPhases

extension Wire {
  /// Where one migration stands on one target.
  public struct State: Codable, Sendable, Hashable {
    public enum Shape: String, Codable, Sendable, Hashable, CaseIterable {
      case planned, queued, running, paused, completed, halted, cancelled, rolledBack
    }

    public enum Activity: String, Codable, Sendable, Hashable, CaseIterable {
      case expand, backfill, `switch`, contract, rollback
    }

    public enum Reason: String, Codable, Sendable, Hashable, CaseIterable {
      case failed, outcomeUnknown, stopped, gatesUnmet, ledgerWentBack
    }

    /// The shape of the state.
    public var shape: Shape
    /// What is queued, running, paused, complete or halted; absent for planned, cancelled and rolledBack.
    public var activity: Activity?
    /// With activity rollback: the furthest phase that it undoes.
    public var undoes: Phase?
    /// With shape running: which try this is, from 1.
    public var attempt: Int?
    /// With shape halted: why.
    public var reason: Reason?
    /// The state in words, such as running(backfill, 2).
    public var text: String

    public init(
      shape: Shape, activity: Activity? = nil, undoes: Phase? = nil, attempt: Int? = nil, reason: Reason? = nil,
      text: String
    ) {
      self.shape = shape
      self.activity = activity
      self.undoes = undoes
      self.attempt = attempt
      self.reason = reason
      self.text = text
    }
  }
}
