import MigrationPhases

extension Wire {
  /// There is no migration of that name. Near ones are names that look alike.
  public struct NoSuchMigration: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.NoSuchMigration"

    public var migration: String
    public var near: [String]

    public init(migration: String, near: [String]) {
      self.migration = migration
      self.near = near
    }
  }
}
