/// Writes the elements of an array.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
  let node: JSONEncodingNode
  var codingPath: [any CodingKey] { node.codingPath }
  var count: Int { node.count }

  func encodeNil() { node.append(.null) }
  func encode(_ value: Bool) { node.append(.bool(value)) }
  func encode(_ value: String) { node.append(.string(value)) }
  func encode(_ value: Double) throws { node.append(try JSONScalarEncoding.number(value, at: path)) }
  func encode(_ value: Float) throws { node.append(try JSONScalarEncoding.number(Double(value), at: path)) }
  func encode(_ value: Int) throws { try integer(value) }
  func encode(_ value: Int8) throws { try integer(value) }
  func encode(_ value: Int16) throws { try integer(value) }
  func encode(_ value: Int32) throws { try integer(value) }
  func encode(_ value: Int64) throws { try integer(value) }
  func encode(_ value: UInt) throws { try integer(value) }
  func encode(_ value: UInt8) throws { try integer(value) }
  func encode(_ value: UInt16) throws { try integer(value) }
  func encode(_ value: UInt32) throws { try integer(value) }
  func encode(_ value: UInt64) throws { try integer(value) }

  func encode<T: Encodable>(_ value: T) throws { node.append(try JSONEncodingNode.value(of: value, at: path)) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    child().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }
  func superEncoder() -> any Encoder { child() }

  private var path: [any CodingKey] { codingPath + [JSONIndexKey(count)] }

  private func child() -> JSONEncodingNode {
    let child = JSONEncodingNode(codingPath: path)
    node.append(child)
    return child
  }

  private func integer(_ value: some BinaryInteger) throws {
    node.append(try JSONScalarEncoding.integer(value, at: path))
  }
}
