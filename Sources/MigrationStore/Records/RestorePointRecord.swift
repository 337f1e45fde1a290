import MigrationPhases

/// A copy of a target's data, made before contract.
public struct RestorePointRecord: Sendable, Hashable {
  public var id: Int64
  public var rolloutID: Int64
  public var path: String
  public var sha256: String
  public var bytes: Int64
  public var at: Timestamp

  public init(id: Int64, rolloutID: Int64, path: String, sha256: String, bytes: Int64, at: Timestamp) {
    self.id = id
    self.rolloutID = rolloutID
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
    self.at = at
  }
}
