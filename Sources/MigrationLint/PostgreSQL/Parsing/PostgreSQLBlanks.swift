/// What the scanner of PostgreSQL passes over between two statements.
enum PostgreSQLBlanks {
  /// The first byte from `start` on that is neither a blank nor in a comment; the end where there is none.
  static func end(in bytes: [UInt8], from start: Int, to end: Int) -> Int {
    var place = start
    while place < end {
      if isBlank(bytes[place]) || bytes[place] == UInt8(ascii: ";") {
        place += 1
      } else if bytes[place...].starts(with: Array("--".utf8)) {
        while place < end, bytes[place] != 10 { place += 1 }
      } else if bytes[place...].starts(with: Array("/*".utf8)) {
        place = afterBlock(in: bytes, from: place, to: end)
      } else {
        return place
      }
    }
    return end
  }

  /// Block comments can be nested.
  private static func afterBlock(in bytes: [UInt8], from start: Int, to end: Int) -> Int {
    var (place, depth) = (start, 0)
    while place + 1 < end {
      switch (bytes[place], bytes[place + 1]) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        place += 2
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        place += 2
        if depth == 0 { return place }
      default: place += 1
      }
    }
    return end
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
