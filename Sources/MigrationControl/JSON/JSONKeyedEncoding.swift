/// Writes the members of an object.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSONEncodingNode
  var codingPath: [any CodingKey] { node.codingPath }

  func encodeNil(forKey key: Key) { node.add(key.stringValue, .null) }
  func encode(_ value: Bool, forKey key: Key) { node.add(key.stringValue, .bool(value)) }
  func encode(_ value: String, forKey key: Key) { node.add(key.stringValue, .string(value)) }
  func encode(_ value: Double, forKey key: Key) throws { try number(value, key) }
  func encode(_ value: Float, forKey key: Key) throws { try number(Double(value), key) }
  func encode(_ value: Int, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int8, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int16, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int32, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int64, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt8, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt16, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt32, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt64, forKey key: Key) throws { try integer(value, key) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    node.add(key.stringValue, try JSONEncodingNode.value(of: value, at: codingPath + [key]))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { child(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { child(JSONIndexKey(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { child(key) }

  private func child(_ key: any CodingKey) -> JSONEncodingNode {
    let child = JSONEncodingNode(codingPath: codingPath + [key])
    node.add(key.stringValue, child)
    return child
  }

  private func integer(_ value: some BinaryInteger, _ key: Key) throws {
    node.add(key.stringValue, try JSONScalarEncoding.integer(value, at: codingPath + [key]))
  }

  private func number(_ value: Double, _ key: Key) throws {
    node.add(key.stringValue, try JSONScalarEncoding.number(value, at: codingPath + [key]))
  }
}
