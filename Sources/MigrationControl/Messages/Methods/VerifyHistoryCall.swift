import MigrationPhases

extension Call {
  /// Recomputes the whole chain. Any role.
  public enum VerifyHistory: ControlMethod {
    public static let name = "dev.migrated.Control.VerifyHistory"

    public struct Parameters: Codable, Sendable, Hashable {
      public init() {}
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var intact: Bool
      public var entries: Int
      /// The first entry that is not as it was written.
      public var firstBad: Int?
      /// What is wrong with it.
      public var message: String?
      /// Hash of the newest entry; note it elsewhere to be able to tell later that nothing was cut off.
      public var headHash: String?

      public init(intact: Bool, entries: Int, firstBad: Int? = nil, message: String? = nil, headHash: String? = nil) {
        self.intact = intact
        self.entries = entries
        self.firstBad = firstBad
        self.message = message
        self.headHash = headHash
      }
    }
  }
}
