/// Writes one value that is neither an object nor an array.
struct JSONSingleEncoding: SingleValueEncodingContainer {
  let node: JSONEncodingNode
  var codingPath: [any CodingKey] { node.codingPath }

  func encodeNil() { node.set(.null) }
  func encode(_ value: Bool) { node.set(.bool(value)) }
  func encode(_ value: String) { node.set(.string(value)) }
  func encode(_ value: Double) throws { node.set(try JSONScalarEncoding.number(value, at: codingPath)) }
  func encode(_ value: Float) throws { node.set(try JSONScalarEncoding.number(Double(value), at: codingPath)) }
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

  func encode<T: Encodable>(_ value: T) throws { node.set(try JSONEncodingNode.value(of: value, at: codingPath)) }

  private func integer(_ value: some BinaryInteger) throws {
    node.set(try JSONScalarEncoding.integer(value, at: codingPath))
  }
}
