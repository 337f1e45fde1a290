import MigrationPhases

extension Call {
  /// Recomputes the whole chain, and holds everything on record that decisions are made from against it. Any role.
  public enum VerifyHistory: ControlMethod {
    public static let name = "dev.migrated.Control.VerifyHistory"

    public struct Parameters: Codable, Sendable, Hashable {
      public init() {}
    }

    public struct Reply: Codable, Sendable, Hashable {
      /// Whether the history is as it was written, and everything on record as the history says.
      public var intact: Bool
      public var entries: Int
      /// The first entry that is not as it was written.
      public var firstBad: Int?
      /// What is wrong with it.
      public var message: String?
      /// Hash of the newest entry; note it elsewhere to be able to tell later that nothing was cut off.
      public var headHash: String?
      /// Records that were held against the history.
      public var records: Int
      /// Facts about them that an older version did not write into the history, so that they cannot be compared.
      public var unsaid: Int
      /// Records that are not as the history says; the first 100.
      public var strays: [Wire.Stray]
      /// How many there are.
      public var strayCount: Int

      public init(
        intact: Bool, entries: Int, firstBad: Int? = nil, message: String? = nil, headHash: String? = nil,
        records: Int = 0, unsaid: Int = 0, strays: [Wire.Stray] = [], strayCount: Int = 0
      ) {
        self.intact = intact
        self.entries = entries
        self.firstBad = firstBad
        self.message = message
        self.headHash = headHash
        self.records = records
        self.unsaid = unsaid
        self.strays = strays
        self.strayCount = strayCount
      }
    }
  }
}
