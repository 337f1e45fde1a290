import MigrationPhases

/// A registered plan. Never changes.
public struct MigrationRecord: Sendable, Hashable {
  public var id: Int64
  public var name: String
  /// 64 lower-case hexadecimal digits.
  public var digest: String
  public var description: String
  public var owner: String
  public var group: String
  public var schemaVersion: Int
  public var registeredBy: RecordedActor
  public var registeredAt: Timestamp

  public init(
    id: Int64, name: String, digest: String, description: String, owner: String, group: String, schemaVersion: Int,
    registeredBy: RecordedActor, registeredAt: Timestamp
  ) {
    self.id = id
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
