/// A condition for entering a phase, and whether it holds now.
public struct Gate: Sendable, Hashable {
  public enum Kind: String, CaseIterable, Sendable, Hashable, Codable {
    case record, previousPhase, earlierEnvironment, planDigest, lint, reachable, ledger, freeze, signOff, approval
    case inStep, backfillComplete, waitingPeriod, contractTag
  }

  public var kind: Kind
  /// Which one, where a kind has several: the checklist item, the earlier target.
  public var subject: String?
  public var holds: Bool
  /// What it asks for, or what is missing.
  public var message: String
  /// What was found, and what it is held against.
  public var value: String?
  public var threshold: String?
  public var since: Timestamp?
  /// What to do so that it holds, and who can; nil where it holds.
  public var remedy: String?
  public var who: String?

  static func holding(
    _ kind: Kind, _ message: String, subject: String? = nil, value: String? = nil, threshold: String? = nil,
    since: Timestamp? = nil
  ) -> Gate {
    Gate(
      kind: kind, subject: subject, holds: true, message: message, value: value, threshold: threshold, since: since)
  }

  static func missing(
    _ kind: Kind, _ message: String, subject: String? = nil, value: String? = nil, threshold: String? = nil,
    since: Timestamp? = nil, remedy: String, who: String
  ) -> Gate {
    Gate(
      kind: kind, subject: subject, holds: false, message: message, value: value, threshold: threshold, since: since,
      remedy: remedy, who: who)
  }
}
