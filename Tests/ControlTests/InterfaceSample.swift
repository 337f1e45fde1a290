import MigrationControl

/// Values made from what an interface declares, so that no field can be forgotten in a sample.
struct InterfaceSample {
  let interface: VarlinkInterface
  /// Whether nullable fields have a value.
  let isFull: Bool
  /// Which word of each enumeration is taken, counted round.
  let word: Int

  func object(_ fields: [VarlinkField]) -> JSONObject {
    var object = JSONObject()
    for field in fields {
      let value = value(field.type)
      if value != .null { object[field.name] = value }
    }
    return object
  }

  /// Null for a nullable type that is left out.
  private func value(_ type: VarlinkType) -> JSONValue {
    switch type {
    case .bool: .bool(isFull)
    case .int: .integer(Int64(7 + word))
    case .float: 1.5
    case .string: .string("text \(word)")
    case .object, .any: ["key": "value"]
    case .named(let name): interface.type(name).map(value) ?? .null
    case .structure(let fields): .object(object(fields))
    case .enumeration(let words): .string(words[word % words.count])
    case .array(let element): isFull ? [value(element), value(element)] : []
    case .map(let element): isFull ? ["one": value(element), "two": value(element)] : [:]
    case .nullable(let type): isFull ? value(type) : .null
    }
  }

  /// Enough words to have taken each one of the longest enumeration.
  static let words = 0..<10
}
