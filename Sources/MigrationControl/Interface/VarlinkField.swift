/// A named and typed part of a structure, or of a method's or an error's parameters.
public struct VarlinkField: Sendable, Equatable {
  public let name: String
  /// The comment before it, without the `#`.
  public let documentation: String
  public let type: VarlinkType

  public var isNullable: Bool {
    switch type {
    case .nullable: true
    case .bool, .int, .float, .string, .object, .any, .named, .structure, .enumeration, .array, .map: false
    }
  }
}
