/// An error of `dev.migrated.Control`: its full name, and its parameters as the type's own members.
public protocol ControlFailure: Codable, Sendable, Error {
  /// With the interface's name in front.
  static var name: String { get }
}
