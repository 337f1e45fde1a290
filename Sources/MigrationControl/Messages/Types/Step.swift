import MigrationPhases

extension Wire {
  /// A part of a phase that is recorded on its own.
  public struct Step: Codable, Sendable, Hashable {
    public enum Status: String, Codable, Sendable, Hashable, CaseIterable {
      case intended, done, failed, unknown, resolvedDone, resolvedNotDone
    }

    /// The try it belongs to.
    public var attempt: Int
    /// expand, backfill, switch, contract or rollback.
    public var activity: String
    /// Its place within the try, from 1.
    public var ordinal: Int
    /// What it is, such as apply expand.sql.
    public var name: String
    /// How it stands.
    public var status: Status
    /// What came of it.
    public var detail: String?
    /// When it was to begin.
    public var startedAt: Int
    /// When its end was recorded.
    public var endedAt: Int?

    public init(
      attempt: Int, activity: String, ordinal: Int, name: String, status: Status, detail: String? = nil, startedAt: Int,
      endedAt: Int? = nil
    ) {
      self.attempt = attempt
      self.activity = activity
      self.ordinal = ordinal
      self.name = name
      self.status = status
      self.detail = detail
      self.startedAt = startedAt
      self.endedAt = endedAt
    }
  }
}
