/// What an interface declares: a type, a method or an error.
public struct VarlinkMember: Sendable, Equatable {
  public enum Declaration: Sendable, Equatable {
    /// Always a structure or an enumeration.
    case type(VarlinkType)
    case method(input: [VarlinkField], output: [VarlinkField])
    case error([VarlinkField])
  }

  public let name: String
  /// The comment before it, without the `#`.
  public let documentation: String
  public let declaration: Declaration
}
