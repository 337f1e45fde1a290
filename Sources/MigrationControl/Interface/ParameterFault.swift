/// The first field in which parameters differ from what their interface declares.
public struct ParameterFault: Error, Sendable, Hashable {
  public enum Problem: Sendable, Hashable {
    case unknown
    case missing
    /// What it is, and the type that the interface declares.
    case wrongType(found: String, expected: String)
    /// A text with a NUL character in it.
    case nul
  }

  /// Where, in the manner of `files[2].path`.
  public let parameter: String
  public let problem: Problem
}

extension ParameterFault: CustomStringConvertible {
  public var description: String {
    switch problem {
    case .unknown: "\(parameter) is not declared"
    case .missing: "\(parameter) is missing"
    case .nul: "\(parameter) has a NUL character in it, which no text may have"
    case .wrongType(let found, let expected): "\(parameter) is \(found), expected \(expected)"
    }
  }
}
