/// One value that is being encoded; a tree of these becomes a `JSONValue` when all is written.
final class JSONEncodingNode: Encoder {
  private enum Content {
    case nothing
    case value(JSONValue)
    case array([Content])
    case object([(name: String, content: Content)])
    indirect case node(JSONEncodingNode)
  }

  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private var content = Content.nothing

  init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

  static func value<T: Encodable>(of value: T, at path: [any CodingKey]) throws -> JSONValue {
    if T.self == JSONValue.self, let plain = value as? JSONValue { return plain }
    let node = JSONEncodingNode(codingPath: path)
    try value.encode(to: node)
    return node.finished
  }

  /// The value as it stands now.
  var finished: JSONValue { Self.finish(content) }

  private static func finish(_ content: Content) -> JSONValue {
    switch content {
    case .nothing: return .object(JSONObject())
    case .value(let value): return value
    case .node(let node): return node.finished
    case .array(let elements): return .array(elements.map(finish))
    case .object(let members):
      let finished = members.map { JSONObject.Member(name: $0.name, value: finish($0.content)) }
      if let object = JSONObject(members: finished) { return .object(object) }
      var object = JSONObject()
      for member in finished { object[member.name] = member.value }
      return .object(object)
    }
  }

  // MARK: What the containers write

  func beginObject() {
    if case .object = content { return }
    content = .object([])
  }

  func beginArray() {
    if case .array = content { return }
    content = .array([])
  }

  var count: Int {
    switch content {
    case .array(let elements): elements.count
    case .nothing, .value, .object, .node: 0
    }
  }

  func set(_ value: JSONValue) { content = .value(value) }

  func append(_ value: JSONValue) { appendContent(.value(value)) }

  func append(_ node: JSONEncodingNode) { appendContent(.node(node)) }

  func add(_ name: String, _ value: JSONValue) { addContent(name, .value(value)) }

  func add(_ name: String, _ node: JSONEncodingNode) { addContent(name, .node(node)) }

  private func appendContent(_ element: Content) {
    guard case .array(var elements) = content else { return }
    content = .nothing  // so that the array has one owner and grows in place
    elements.append(element)
    content = .array(elements)
  }

  private func addContent(_ name: String, _ member: Content) {
    guard case .object(var members) = content else { return }
    content = .nothing
    members.append((name, member))
    content = .object(members)
  }

  // MARK: Encoder

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    beginObject()
    return KeyedEncodingContainer(JSONKeyedEncoding<Key>(node: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    beginArray()
    return JSONUnkeyedEncoding(node: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingleEncoding(node: self) }
}
