import MigrationPhases

extension Wire {
  /// Consent to one phase of one rollout of one plan digest.
  public struct Approval: Codable, Sendable, Hashable {
    public var migration: String
    public var target: String
    public var phase: Phase
    public var digest: String
    public var by: Wire.Actor
    public var at: Int
    /// When the consent stops to count; absent for never.
    public var expiresAt: Int?
    public var comment: String?

    public init(
      migration: String, target: String, phase: Phase, digest: String, by: Wire.Actor, at: Int, expiresAt: Int? = nil,
      comment: String? = nil
    ) {
      self.migration = migration
      self.target = target
      self.phase = phase
      self.digest = digest
      self.by = by
      self.at = at
      self.expiresAt = expiresAt
      self.comment = comment
    }
  }
}
