import MigrationPhases

extension Wire {
  /// The caller lacks the role.
  public struct NotPermitted: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.NotPermitted"

    public var user: String
    public var needed: String
    public var roles: [String]
    /// The file on the daemon's host where roles are given.
    public var configuration: String?

    public init(user: String, needed: String, roles: [String], configuration: String? = nil) {
      self.user = user
      self.needed = needed
      self.roles = roles
      self.configuration = configuration
    }
  }
}
