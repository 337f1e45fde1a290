import MigrationPhases

extension Wire {
  /// The caller registered this plan: somebody else consents to it.
  public struct OwnPlan: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.OwnPlan"

    public var migration: String
    public var user: String

    public init(migration: String, user: String) {
      self.migration = migration
      self.user = user
    }
  }
}
