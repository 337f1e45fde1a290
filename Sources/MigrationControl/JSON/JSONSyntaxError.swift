/// Why bytes are not JSON as we take it.
public struct JSONSyntaxError: Error, Sendable, Hashable {
  public enum Problem: Sendable, Hashable {
    case invalidUTF8
    case unexpectedEnd
    /// This byte cannot stand here.
    case unexpectedByte(UInt8)
    case invalidEscape
    /// Half a surrogate pair: no character.
    case loneSurrogate
    /// A number that is not written as JSON asks, or too large for a double.
    case invalidNumber
    case duplicateMember(String)
    case tooDeep(Int)
    case trailingBytes
  }

  public let problem: Problem
  /// Bytes before the place, from 0.
  public let offset: Int
}

extension JSONSyntaxError: CustomStringConvertible {
  public var description: String {
    let what =
      switch problem {
      case .invalidUTF8: "the bytes are not UTF-8"
      case .unexpectedEnd: "the text ends in the middle of a value"
      case .unexpectedByte(let byte): "byte 0x\(String(byte, radix: 16)) cannot stand here"
      case .invalidEscape: "no escape sequence of JSON"
      case .loneSurrogate: "half of a surrogate pair"
      case .invalidNumber: "no number of JSON, or one too large"
      case .duplicateMember(let name): "the member \"\(name)\" comes twice"
      case .tooDeep(let bound): "arrays and objects nested more than \(bound) deep"
      case .trailingBytes: "something follows after the value"
      }
    return "not JSON at byte \(offset): \(what)"
  }
}
