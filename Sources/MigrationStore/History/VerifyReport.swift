import MigrationPhases

/// What reading the whole history again showed.
public struct VerifyReport: Sendable, Hashable {
  /// The entries that were read.
  public var entries: Int64
  /// The first entry that is not as it was written; nil when the record is whole.
  public var firstBad: HistoryFlaw?
  /// What the head of the history says: 64 lower-case hexadecimal digits. A copy kept elsewhere shows later whether
  /// somebody cut the tail *and* changed the head.
  public var headHash: String
  /// Rollouts whose stored state is not the one that their history leads to. At most 100.
  public var strayStates: [StrayState]

  public var isSound: Bool { firstBad == nil && strayStates.isEmpty }

  public init(entries: Int64, firstBad: HistoryFlaw?, headHash: String, strayStates: [StrayState]) {
    self.entries = entries
    self.firstBad = firstBad
    self.headHash = headHash
    self.strayStates = strayStates
  }
}
