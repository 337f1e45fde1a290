/// A method of `dev.migrated.Control`: its full name, what goes in and what comes back.
public protocol ControlMethod: Sendable {
  associatedtype Parameters: Codable & Sendable & Hashable
  associatedtype Reply: Codable & Sendable & Hashable

  /// With the interface's name in front.
  static var name: String { get }
}
