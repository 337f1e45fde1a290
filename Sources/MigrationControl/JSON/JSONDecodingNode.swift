/// One JSON value that is being decoded.
struct JSONDecodingNode: Decoder {
  let value: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = value else { throw mismatch(JSONObject.self, "an object") }
    return KeyedDecodingContainer(JSONKeyedDecoding<Key>(object: object, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch([JSONValue].self, "an array") }
    return JSONUnkeyedDecoding(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func bool() throws -> Bool {
    guard case .bool(let value) = value else { throw mismatch(Bool.self, "a boolean") }
    return value
  }

  func string() throws -> String {
    guard case .string(let value) = value else { throw mismatch(String.self, "a string") }
    return value
  }

  /// A whole number is a number too: some writers drop the fraction `.0`.
  func double() throws -> Double {
    switch value {
    case .number(let value): return value
    case .integer(let value): return Double(value)
    case .null, .bool, .string, .array, .object: throw mismatch(Double.self, "a number")
    }
  }

  func integer<T: FixedWidthInteger>() throws -> T {
    guard case .integer(let value) = value else { throw mismatch(T.self, "a whole number") }
    guard let exact = T(exactly: value) else { throw mismatch(T.self, "one from \(T.min) to \(T.max)") }
    return exact
  }

  private func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "is \(value.kind), expected \(expected)"))
  }
}

extension JSONDecodingNode: SingleValueDecodingContainer {
  func decodeNil() -> Bool { value == .null }
  func decode(_ type: Bool.Type) throws -> Bool { try bool() }
  func decode(_ type: String.Type) throws -> String { try string() }
  func decode(_ type: Double.Type) throws -> Double { try double() }
  func decode(_ type: Float.Type) throws -> Float { Float(try double()) }
  func decode(_ type: Int.Type) throws -> Int { try integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    if type == JSONValue.self, let value = value as? T { return value }
    return try T(from: self)
  }
}
