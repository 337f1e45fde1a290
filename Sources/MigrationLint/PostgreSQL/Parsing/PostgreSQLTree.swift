/// A part of a statement's parse tree, as libpg_query gives it: nodes are objects with one key, the node's type, and
/// fields that have their type's own value are left out.
indirect enum PostgreSQLTree: Sendable, Hashable {
  case object([String: PostgreSQLTree])
  case list([PostgreSQLTree])
  case text(String)
  case number(Double)
  case bool(Bool)
  case null
}

extension PostgreSQLTree {
  /// A field of an object.
  subscript(_ field: String) -> PostgreSQLTree? {
    guard case .object(let fields) = self else { return nil }
    return fields[field]
  }

  /// A node's type and its fields; nil where this is no node.
  var node: (type: String, fields: PostgreSQLTree)? {
    guard case .object(let fields) = self, fields.count == 1, let only = fields.first,
      only.key.first?.isUppercase == true
    else { return nil }
    return (only.key, only.value)
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var list: [PostgreSQLTree] { if case .list(let list) = self { list } else { [] } }
  var isTrue: Bool { self == .bool(true) }
  var offset: Int? { if case .number(let number) = self { Int(number) } else { nil } }

  func text(_ field: String) -> String? { self[field]?.text }
  func list(_ field: String) -> [PostgreSQLTree] { self[field]?.list ?? [] }
  func flag(_ field: String) -> Bool { self[field]?.isTrue ?? false }
  /// The byte of the statement where it stands.
  var location: Int? { self["location"]?.offset }

  /// The words of a list of `String` nodes, such as a qualified name.
  var words: [String] { list.compactMap { $0["String"]?.text("sval") } }

  /// Every node in it, itself included, those outside before those inside.
  func forEachNode(_ body: (_ type: String, _ fields: PostgreSQLTree) -> Void) {
    var open: [PostgreSQLTree] = [self]
    while let next = open.popLast() {
      if let (type, fields) = next.node { body(type, fields) }
      switch next {
      case .object(let fields): open += fields.sorted { $0.key > $1.key }.map(\.value)
      case .list(let list): open += list.reversed()
      case .text, .number, .bool, .null: break
      }
    }
  }

  /// Whether there is a node of one of these types in it.
  func contains(_ types: Set<String>) -> Bool {
    var found = false
    forEachNode { type, _ in found = found || types.contains(type) }
    return found
  }
}

extension PostgreSQLTree: Decodable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let fields = try? decoder.container(keyedBy: Key.self) {
      var object: [String: PostgreSQLTree] = [:]
      for key in fields.allKeys { object[key.stringValue] = try fields.decode(PostgreSQLTree.self, forKey: key) }
      self = .object(object)
      return
    }
    if var items = try? decoder.unkeyedContainer() {
      var list: [PostgreSQLTree] = []
      while !items.isAtEnd { list.append(try items.decode(PostgreSQLTree.self)) }
      self = .list(list)
      return
    }
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .null
    }
  }
}
