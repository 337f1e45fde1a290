import MigrationPhases

extension Call {
  /// The record, oldest first, in replies of at most 500 entries. Needs more. With follow it goes on with what is added
  /// later, and an empty reply at least every 15 seconds. Any role.
  public enum History: ControlMethod {
    public static let name = "dev.migrated.Control.History"

    public struct Parameters: Codable, Sendable, Hashable {
      public var since: Int?
      public var until: Int?
      public var migration: String?
      public var target: String?
      /// A user's name.
      public var actor: String?
      /// Only entries after this number.
      public var after: Int?
      /// Only the newest so many.
      public var last: Int?
      public var follow: Bool?

      public init(
        since: Int? = nil, until: Int? = nil, migration: String? = nil, target: String? = nil, actor: String? = nil,
        after: Int? = nil, last: Int? = nil, follow: Bool? = nil
      ) {
        self.since = since
        self.until = until
        self.migration = migration
        self.target = target
        self.actor = actor
        self.after = after
        self.last = last
        self.follow = follow
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var entries: [Wire.HistoryEntry]

      public init(entries: [Wire.HistoryEntry]) {
        self.entries = entries
      }
    }
  }
}
