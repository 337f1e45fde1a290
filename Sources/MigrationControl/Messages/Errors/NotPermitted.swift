import MigrationPhases

extension Wire {
  /// The caller lacks the role.
  public struct NotPermitted: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.NotPermitted"

    public var user: String
    public var needed: String
    public var roles: [String]

    public init(user: String, needed: String, roles: [String]) {
      self.user = user
      self.needed = needed
      self.roles = roles
    }
  }
}
