import MigrationPhases

extension Wire {
  /// A migration of that name exists already, with the digest given.
  public struct AlreadyRegistered: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.AlreadyRegistered"

    public var migration: String
    public var digest: String

    public init(migration: String, digest: String) {
      self.migration = migration
      self.digest = digest
    }
  }
}
