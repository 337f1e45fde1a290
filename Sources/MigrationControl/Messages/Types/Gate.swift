import MigrationPhases

extension Wire {
  /// A condition for entering a phase.
  public struct Gate: Codable, Sendable, Hashable {
    /// Its kind: previousPhase, earlierEnvironment, planDigest, lint, reachable, ledger, targetFree, freeze, signOff,
    /// approval, inStep, backfillComplete, waitingPeriod, contractTag.
    public var gate: String
    /// Which one, where there are several: the checklist item, the earlier target.
    public var subject: String?
    /// Whether it holds.
    public var holds: Bool
    /// What it asks for, or what is missing, in words.
    public var message: String
    /// What was found.
    public var value: String?
    /// What it is held against.
    public var threshold: String?
    /// Since when it has been so.
    public var since: Int?
    /// What to do so that it holds; absent where it holds.
    public var remedy: String?
    /// Who can do that: a role, or nobody but time.
    public var who: String?

    public init(
      gate: String, subject: String? = nil, holds: Bool, message: String, value: String? = nil,
      threshold: String? = nil, since: Int? = nil, remedy: String? = nil, who: String? = nil
    ) {
      self.gate = gate
      self.subject = subject
      self.holds = holds
      self.message = message
      self.value = value
      self.threshold = threshold
      self.since = since
      self.remedy = remedy
      self.who = who
    }
  }
}
