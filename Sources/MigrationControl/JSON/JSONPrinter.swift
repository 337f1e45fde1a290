/// Writes JSON without any white space outside strings; characters beyond ASCII stand as they are.
public struct JSONPrinter {
  /// What is written so far.
  public private(set) var bytes: [UInt8]

  public init(reserving capacity: Int = 512) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  public static func print(_ value: JSONValue) -> [UInt8] {
    var printer = JSONPrinter()
    printer.append(value)
    return printer.bytes
  }

  public mutating func append(_ value: JSONValue) {
    switch value {
    case .null: appendRaw("null")
    case .bool(let value): appendRaw(value ? "true" : "false")
    case .integer(let value): append(value)
    case .number(let value): append(value)
    case .string(let value): appendString(value)
    case .array(let elements):
      append(byte: UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { append(byte: UInt8(ascii: ",")) }
        isFirst = false
        append(element)
      }
      append(byte: UInt8(ascii: "]"))
    case .object(let object): append(object)
    }
  }

  public mutating func append(_ object: JSONObject) {
    append(byte: UInt8(ascii: "{"))
    var isFirst = true
    for member in object.members {
      if !isFirst { append(byte: UInt8(ascii: ",")) }
      isFirst = false
      appendString(member.name)
      append(byte: UInt8(ascii: ":"))
      append(member.value)
    }
    append(byte: UInt8(ascii: "}"))
  }

  /// A string in quotes, escaped.
  public mutating func appendString(_ text: String) {
    append(byte: UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var plain = 0
      for index in utf8.indices where Self.needsEscape(utf8[index]) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plain..<index]))
        appendEscaped(utf8[index])
        plain = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plain...]))
    }
    append(byte: UInt8(ascii: "\""))
  }

  /// Bytes that are JSON, or a part of it, already.
  public mutating func appendRaw(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  public mutating func append(byte: UInt8) { bytes.append(byte) }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    append(byte: UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): append(byte: UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): append(byte: UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): append(byte: UInt8(ascii: "t"))
    case 0..<0x20:
      appendRaw("u00")
      append(byte: UInt8(ascii: "0") + byte >> 4)
      let low = byte & 0xF
      append(byte: low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
    default: append(byte: byte)
    }
  }

  private mutating func append(_ number: Int64) {
    var text = String(number)
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ number: Double) {
    guard number.isFinite else { return appendRaw("null") }
    var text = number.description
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}
