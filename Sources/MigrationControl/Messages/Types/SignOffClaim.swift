import MigrationPhases

extension Wire {
  /// A claim on a checklist item.
  public struct SignOffClaim: Codable, Sendable, Hashable {
    public var migration: String
    public var target: String
    /// backup, staging-tested, rollback-plan, team-notified, alerts, or an item of the policy.
    public var item: String
    /// What was claimed, in words or as an address.
    public var evidence: String
    public var by: Wire.Actor
    public var at: Int
    /// When the claim stops to count; absent for never.
    public var expiresAt: Int?

    public init(
      migration: String, target: String, item: String, evidence: String, by: Wire.Actor, at: Int, expiresAt: Int? = nil
    ) {
      self.migration = migration
      self.target = target
      self.item = item
      self.evidence = evidence
      self.by = by
      self.at = at
      self.expiresAt = expiresAt
    }
  }
}
