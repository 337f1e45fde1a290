/// The members of a JSON object, each name once, in the order they were written.
public struct JSONObject: Sendable {
  public struct Member: Sendable, Equatable {
    public let name: String
    public var value: JSONValue

    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  public private(set) var members: [Member]

  /// Up to this many members a name is looked for one by one.
  private static let few = 16

  public init() { members = [] }

  /// Nil where a name comes twice. Names are the same when they are the same text to a reader (Unicode's canonical
  /// equivalence), which is stricter than JSON asks and what a Swift dictionary would make of them anyway.
  public init?(members: [Member]) {
    if members.count <= Self.few {
      for index in members.indices.dropFirst() {
        let name = members[index].name
        for earlier in 0..<index where members[earlier].name == name { return nil }
      }
    } else {
      var seen = Set<String>(minimumCapacity: members.count)
      for member in members where !seen.insert(member.name).inserted { return nil }
    }
    self.members = members
  }

  public var isEmpty: Bool { members.isEmpty }

  /// Setting nil removes the member; a new one goes to the end.
  public subscript(name: String) -> JSONValue? {
    get {
      for member in members where member.name == name { return member.value }
      return nil
    }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Appends a member whose name is known not to be there yet.
  mutating func append(_ name: String, _ value: JSONValue) {
    members.append(Member(name: name, value: value))
  }
}

extension JSONObject: Equatable {
  /// The order of the members makes no difference.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.members.count == right.members.count else { return false }
    if left.members.count <= few {
      return left.members.allSatisfy { right[$0.name] == $0.value }
    }
    let others = Dictionary(right.members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    return left.members.allSatisfy { others[$0.name] == $0.value }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Where a name comes twice, the last one counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init()
    for (name, value) in elements { self[name] = value }
  }
}
