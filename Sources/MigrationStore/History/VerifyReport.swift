import MigrationPhases

/// What reading the whole history again, and everything on record with it, showed.
public struct VerifyReport: Sendable, Hashable {
  /// The entries that were read.
  public var entries: Int64
  /// The first entry that is not as it was written; nil when the history is whole.
  public var firstBad: HistoryFlaw?
  /// What the head of the history says: 64 lower-case hexadecimal digits. A copy kept elsewhere shows later whether
  /// somebody cut the tail *and* changed the head.
  public var headHash: String
  /// The records that were held against the history: migrations, rollouts, steps, sign-offs and so on.
  public var records: Int
  /// What an older version did not write into the history, so that it cannot be compared.
  public var unsaid: Int
  /// Records that are not as the history says; the first 100.
  public var strays: [Stray]
  public var strayCount: Int

  public var isSound: Bool { firstBad == nil && strayCount == 0 }

  public init(
    entries: Int64, firstBad: HistoryFlaw?, headHash: String, records: Int = 0, unsaid: Int = 0, strays: [Stray] = [],
    strayCount: Int? = nil
  ) {
    self.entries = entries
    self.firstBad = firstBad
    self.headHash = headHash
    self.records = records
    self.unsaid = unsaid
    self.strays = strays
    self.strayCount = strayCount ?? strays.count
  }
}
