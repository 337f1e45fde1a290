/// A JSON value (RFC 8259), with whole numbers kept apart from the others so that they stay exact.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number without fraction and exponent that fits 64 bits.
  case integer(Int64)
  /// Any other number, also a whole one beyond 64 bits. One that is not finite is printed as `null`: JSON has no way
  /// to write it.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// What it is, for messages.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer: "a whole number"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue {
  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  public var integer: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  public var array: [JSONValue]? {
    guard case .array(let value) = self else { return nil }
    return value
  }

  public var object: JSONObject? {
    guard case .object(let value) = self else { return nil }
    return value
  }

  /// The member of that name; nil where there is none, or where this is no object.
  public subscript(name: String) -> JSONValue? { object?[name] }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (name, value) in elements { object[name] = value }
    self = .object(object)
  }
}

extension JSONValue: CustomStringConvertible {
  /// The JSON text, on one line.
  public var description: String { String(decoding: JSONPrinter.print(self), as: UTF8.self) }
}

extension JSONValue: Codable {
  /// Only for `JSONValueDecoder`, which hands the value over as it is.
  public init(from decoder: any Decoder) throws {
    guard let node = decoder as? JSONDecodingNode else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a JSONValue is read by JSONValueDecoder only"))
    }
    self = node.value
  }

  /// Only for `JSONValueEncoder`, which takes the value over as it is.
  public func encode(to encoder: any Encoder) throws {
    guard let node = encoder as? JSONEncodingNode else {
      throw EncodingError.invalidValue(
        self, .init(codingPath: encoder.codingPath, debugDescription: "a JSONValue is written by JSONValueEncoder only")
      )
    }
    node.set(self)
  }
}
