/// Why a JSON value and a Swift type do not fit together.
public struct JSONConversionError: Error, Sendable, Hashable {
  /// Where, in the manner of `rollouts[2].state`; empty for the whole value.
  public let path: String
  /// What was found and what was expected.
  public let message: String

  init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  init(_ error: any Error) {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      self.init(path: Self.path(context.codingPath + [key]), message: "is missing")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      self.init(path: Self.path(context.codingPath), message: context.debugDescription)
    case EncodingError.invalidValue(_, let context):
      self.init(path: Self.path(context.codingPath), message: context.debugDescription)
    default: self.init(path: "", message: "\(error)")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    var path = ""
    for key in keys {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? key.stringValue : "." + key.stringValue
      }
    }
    return path
  }
}

extension JSONConversionError: CustomStringConvertible {
  public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
