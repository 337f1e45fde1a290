/// Reads the members of an object.
struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let codingPath: [any CodingKey]

  var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

  /// A member that is absent counts as null, as Varlink has it.
  func decodeNil(forKey key: Key) -> Bool {
    switch object[key.stringValue] {
    case .null, nil: true
    case .bool, .integer, .number, .string, .array, .object: false
    }
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try reader(key).bool() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try reader(key).string() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try reader(key).double() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try reader(key).double()) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try reader(key).integer() }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try reader(key).integer() }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try reader(key).integer() }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try reader(key).integer() }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try reader(key).integer() }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try reader(key).integer() }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try reader(key).integer() }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try reader(key).integer() }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try reader(key).integer() }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try reader(key).integer() }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try reader(key).decode(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try reader(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try reader(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    let key = JSONIndexKey(stringValue: "super")
    return JSONDecodingNode(value: object[key.stringValue] ?? .null, codingPath: codingPath + [key])
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try reader(key) }

  private func reader(_ key: Key) throws -> JSONDecodingNode {
    guard let value = object[key.stringValue] else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing"))
    }
    return JSONDecodingNode(value: value, codingPath: codingPath + [key])
  }
}
