/// How the plain Swift types become JSON, in one place for all three kinds of container.
enum JSONScalarEncoding {
  static func integer(_ value: some BinaryInteger, at path: [any CodingKey]) throws -> JSONValue {
    guard let exact = Int64(exactly: value) else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: path, debugDescription: "\(value) does not fit 64 bits with a sign"))
    }
    return .integer(exact)
  }

  static func number(_ value: Double, at path: [any CodingKey]) throws -> JSONValue {
    guard value.isFinite else {
      throw EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: "\(value) is no JSON number"))
    }
    return .number(value)
  }
}
