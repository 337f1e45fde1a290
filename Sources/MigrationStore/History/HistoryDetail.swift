/// Builds the canonical JSON text of an entry's detail: one line, keys sorted by their UTF-8 bytes, nothing escaped
/// that need not be.
public struct HistoryDetail: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  public typealias Key = String
  public typealias Value = Item?

  public enum Item: Sendable, Hashable {
    case text(String)
    case number(Int64)
    case truth(Bool)
    case list([Item])
    case object(HistoryDetail)
  }

  private var members: [String: Item] = [:]

  public init() {}

  /// A key that comes twice keeps its last value; nil leaves the key out.
  public init(dictionaryLiteral elements: (String, Item?)...) {
    for (key, value) in elements { members[key] = value }
  }

  public subscript(_ key: String) -> Item? {
    get { members[key] }
    set { members[key] = newValue }
  }

  /// The JSON object.
  public var json: String {
    let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return "{" + sorted.map { Self.quoted($0.key) + ":" + $0.value.json }.joined(separator: ",") + "}"
  }

  fileprivate static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case let control where control.value < 0x20:
        let digits = String(control.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}

extension HistoryDetail.Item {
  var json: String {
    switch self {
    case .text(let text): HistoryDetail.quoted(text)
    case .number(let number): String(number)
    case .truth(let truth): truth ? "true" : "false"
    case .list(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
    case .object(let object): object.json
    }
  }
}

extension HistoryDetail.Item: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByStringInterpolation
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int64) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .truth(value) }
  public init(arrayLiteral elements: HistoryDetail.Item...) { self = .list(elements) }
}
