/// Reads one JSON value (RFC 8259) from UTF-8. Strict: no duplicate members, no lone surrogates, nothing after the value.
public struct JSONParser {
  /// Deepest nesting of arrays and objects that is read; beyond it, the recursion could exhaust a thread's stack.
  public static let depthBound = 64

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private var index = 0
  private var depth = 0

  private init(_ base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    self.end = count
  }

  public static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONSyntaxError) -> JSONValue {
    guard let start = bytes.baseAddress, !bytes.isEmpty else {
      throw JSONSyntaxError(problem: .unexpectedEnd, offset: 0)
    }
    var parser = JSONParser(start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    parser.skipBlanks()
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.index == parser.end else { throw parser.problem(.trailingBytes) }
    return value
  }

  public static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONSyntaxError) in try parse(UnsafeRawBufferPointer(buffer)) }
  }

  public static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
    try parse(Array(text.utf8))
  }

  // MARK: Values

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    guard index < end else { throw problem(.unexpectedEnd) }
    switch base[index] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case let byte: throw problem(.unexpectedByte(byte))
    }
  }

  private mutating func object() throws(JSONSyntaxError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    let start = index
    index += 1
    var members: [JSONObject.Member] = []
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
    while true {
      guard index < end else { throw problem(.unexpectedEnd) }
      guard base[index] == UInt8(ascii: "\"") else { throw problem(.unexpectedByte(base[index])) }
      let name = try string()
      skipBlanks()
      try expect(UInt8(ascii: ":"))
      skipBlanks()
      members.append(.init(name: name, value: try value()))
      skipBlanks()
      if take(UInt8(ascii: "}")) { break }
      try expect(UInt8(ascii: ","))
      skipBlanks()
    }
    guard let object = JSONObject(members: members) else {
      throw JSONSyntaxError(problem: .duplicateMember(firstDuplicate(members)), offset: start)
    }
    return .object(object)
  }

  private func firstDuplicate(_ members: [JSONObject.Member]) -> String {
    var seen = Set<String>()
    for member in members where !seen.insert(member.name).inserted { return member.name }
    return ""
  }

  private mutating func array() throws(JSONSyntaxError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    index += 1
    var elements: [JSONValue] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      elements.append(try value())
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      try expect(UInt8(ascii: ","))
      skipBlanks()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    for offset in 0..<text.utf8CodeUnitCount {
      guard index < end else { throw problem(.unexpectedEnd) }
      guard base[index] == text.utf8Start[offset] else { throw problem(.unexpectedByte(base[index])) }
      index += 1
    }
    return value
  }

  // MARK: Numbers

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    let isNegative = take(UInt8(ascii: "-"))
    let firstDigit = index
    var magnitude: Int64 = 0
    var isExact = true
    while index < end, let digit = digit(at: index) {
      // Counted downwards, since the smallest number has no positive counterpart.
      let (product, over) = magnitude.multipliedReportingOverflow(by: 10)
      let (next, under) = product.subtractingReportingOverflow(Int64(digit))
      if over || under { isExact = false } else { magnitude = next }
      index += 1
    }
    let digits = index - firstDigit
    guard digits > 0, digits == 1 || base[firstDigit] != UInt8(ascii: "0") else {
      throw JSONSyntaxError(problem: .invalidNumber, offset: start)
    }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try skipDigits(start)
    }
    if index < end, base[index] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      index += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try skipDigits(start)
    }
    if isWhole, isExact {
      if isNegative { return .integer(magnitude) }
      if magnitude != .min { return .integer(-magnitude) }
    }
    let text = String(decoding: UnsafeBufferPointer(start: base + start, count: index - start), as: UTF8.self)
    guard let double = Double(text), double.isFinite else {
      throw JSONSyntaxError(problem: .invalidNumber, offset: start)
    }
    return .number(double)
  }

  private func digit(at place: Int) -> UInt8? {
    let digit = base[place] &- UInt8(ascii: "0")
    return digit < 10 ? digit : nil
  }

  private mutating func skipDigits(_ start: Int) throws(JSONSyntaxError) {
    let first = index
    while index < end, digit(at: index) != nil { index += 1 }
    guard index > first else { throw JSONSyntaxError(problem: .invalidNumber, offset: start) }
  }

  // MARK: Strings

  private mutating func string() throws(JSONSyntaxError) -> String {
    index += 1
    let start = index
    var isASCII = true
    while index < end {
      let byte = base[index]
      if byte == UInt8(ascii: "\"") {
        let text = try text(from: start, to: index, isASCII: isASCII)
        index += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(start) }
      guard byte >= 0x20 else { throw problem(.unexpectedByte(byte)) }
      if byte >= 0x80 { isASCII = false }
      index += 1
    }
    throw problem(.unexpectedEnd)
  }

  private func text(from start: Int, to stop: Int, isASCII: Bool) throws(JSONSyntaxError) -> String {
    let bytes = UnsafeBufferPointer(start: base + start, count: stop - start)
    if isASCII { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSONSyntaxError(problem: .invalidUTF8, offset: start)
    }
    return text
  }

  private mutating func escapedString(_ start: Int) throws(JSONSyntaxError) -> String {
    var unescaped = [UInt8](UnsafeBufferPointer(start: base + start, count: index - start))
    while index < end {
      let byte = base[index]
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: unescaped, as: UTF8.self) else {
          throw JSONSyntaxError(problem: .invalidUTF8, offset: start)
        }
        index += 1
        return text
      case UInt8(ascii: "\\"):
        index += 1
        unescaped.append(contentsOf: try escape().utf8)
      case 0..<0x20: throw problem(.unexpectedByte(byte))
      default:
        unescaped.append(byte)
        index += 1
      }
    }
    throw problem(.unexpectedEnd)
  }

  /// What stands after the backslash.
  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    guard index < end else { throw problem(.unexpectedEnd) }
    let byte = base[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default: throw JSONSyntaxError(problem: .invalidEscape, offset: index - 1)
    }
  }

  private mutating func escapedScalar() throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = index
    let first = try hexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, index + 1 < end, base[index] == UInt8(ascii: "\\"), base[index + 1] == UInt8(ascii: "u")
    else { throw JSONSyntaxError(problem: .loneSurrogate, offset: start) }
    index += 2
    let second = try hexDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
    else { throw JSONSyntaxError(problem: .loneSurrogate, offset: start) }
    return scalar
  }

  private mutating func hexDigits() throws(JSONSyntaxError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard index < end else { throw problem(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(base[index])).hexDigitValue else { throw problem(.invalidEscape) }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }

  // MARK: Bytes

  private func problem(_ problem: JSONSyntaxError.Problem) -> JSONSyntaxError {
    JSONSyntaxError(problem: problem, offset: index)
  }

  private mutating func enter() throws(JSONSyntaxError) {
    depth += 1
    guard depth <= Self.depthBound else { throw problem(.tooDeep(Self.depthBound)) }
  }

  private mutating func skipBlanks() {
    while index < end {
      switch base[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < end, base[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(JSONSyntaxError) {
    guard index < end else { throw problem(.unexpectedEnd) }
    guard base[index] == byte else { throw problem(.unexpectedByte(base[index])) }
    index += 1
  }
}
