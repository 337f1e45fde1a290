/// A type of the Varlink interface language (UAPI.20).
public indirect enum VarlinkType: Sendable, Equatable {
  case bool
  case int
  case float
  case string
  /// Any JSON object.
  case object
  /// Anything but null.
  case any
  /// A type of the same interface, by its name.
  case named(String)
  case structure([VarlinkField])
  /// The words it may be.
  case enumeration([String])
  case array(VarlinkType)
  /// Values of one type by strings.
  case map(VarlinkType)
  case nullable(VarlinkType)
}

extension VarlinkType: CustomStringConvertible {
  /// As the interface language writes it, on one line.
  public var description: String {
    switch self {
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .string: "string"
    case .object: "object"
    case .any: "any"
    case .named(let name): name
    case .structure(let fields): "(" + fields.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + ")"
    case .enumeration(let words): "(" + words.joined(separator: ", ") + ")"
    case .array(let element): "[]\(element)"
    case .map(let element): "[string]\(element)"
    case .nullable(let type): "?\(type)"
    }
  }
}
