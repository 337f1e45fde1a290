import MigrationPhases

extension Wire {
  /// A registered plan.
  public struct Migration: Codable, Sendable, Hashable {
    /// Its name, unique for ever.
    public var name: String
    /// SHA-256 over the plan, 64 hexadecimal digits.
    public var digest: String
    /// What it is for.
    public var description: String
    /// The team that answers for it.
    public var owner: String
    /// The group of targets it is for.
    public var group: String
    /// The schema version that a database offers once expand is complete.
    public var schemaVersion: Int
    /// Who registered it.
    public var registeredBy: Wire.Actor
    /// When.
    public var registeredAt: Int

    public init(
      name: String, digest: String, description: String, owner: String, group: String, schemaVersion: Int,
      registeredBy: Wire.Actor, registeredAt: Int
    ) {
      self.name = name
      self.digest = digest
      self.description = description
      self.owner = owner
      self.group = group
      self.schemaVersion = schemaVersion
      self.registeredBy = registeredBy
      self.registeredAt = registeredAt
    }
  }
}
