/// Why a text is no interface.
public struct InterfaceSyntaxError: Error, Sendable, Hashable {
  /// From 1.
  public let line: Int
  /// What was found and what was expected.
  public let message: String
}

extension InterfaceSyntaxError: CustomStringConvertible {
  public var description: String { "line \(line): \(message)" }
}
