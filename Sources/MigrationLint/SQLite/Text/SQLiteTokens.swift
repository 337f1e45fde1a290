/// Takes SQL text apart as SQLite's own tokenizer does (https://sqlite.org/src/file/src/tokenize.c).
struct SQLiteTokens {
  private let bytes: [UInt8]
  private var position = 0

  /// Every token of `text`, comments too.
  static func all(in text: String) -> [SQLiteToken] {
    var reader = SQLiteTokens(bytes: Array(text.utf8))
    var tokens: [SQLiteToken] = []
    while let token = reader.next() { tokens.append(token) }
    return tokens
  }

  /// Every token of `text` but comments.
  static func of(_ text: String) -> [SQLiteToken] { all(in: text).filter { $0.kind != .comment } }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func next() -> SQLiteToken? {
    while position < bytes.count, isBlank(position) { position += 1 }
    guard position < bytes.count else { return nil }
    let start = position
    let kind = read()
    let range = start..<position
    return SQLiteToken(kind: kind, range: range, text: String(decoding: bytes[range], as: UTF8.self))
  }

  private mutating func read() -> SQLiteToken.Kind {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "-") where at(1) == UInt8(ascii: "-"):
      while position < bytes.count, bytes[position] != 10 { position += 1 }
      return .comment
    case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"): return blockComment()
    case UInt8(ascii: "'"): return quoted(by: byte) ? .string : .unterminated
    case UInt8(ascii: "\""), UInt8(ascii: "`"): return quoted(by: byte) ? .quotedName : .unterminated
    case UInt8(ascii: "["): return bracketed()
    case UInt8(ascii: "x") where at(1) == UInt8(ascii: "'"), UInt8(ascii: "X") where at(1) == UInt8(ascii: "'"):
      position += 1
      return quoted(by: UInt8(ascii: "'")) ? .blob : .unterminated
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"):
      position += 1
      let start = position
      while position < bytes.count, isNamePart(bytes[position]) { position += 1 }
      return position > start || byte == UInt8(ascii: "?") ? .parameter : .symbol
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    case UInt8(ascii: ".") where (48...57).contains(at(1)): return number()
    default:
      guard isNamePart(byte) else {
        position += 1
        return .symbol
      }
      while position < bytes.count, isNamePart(bytes[position]) { position += 1 }
      return .word
    }
  }

  private func at(_ ahead: Int) -> UInt8 { position + ahead < bytes.count ? bytes[position + ahead] : 0 }

  /// Blanks, and a byte order mark, which SQLite takes for one.
  private func isBlank(_ index: Int) -> Bool {
    switch bytes[index] {
    case 9, 10, 12, 13, 32: true
    case 0xEF: bytes[index...].starts(with: [0xEF, 0xBB, 0xBF])
    case 0xBB: index > 0 && bytes[(index - 1)...].starts(with: [0xEF, 0xBB, 0xBF])
    case 0xBF: index > 1 && bytes[(index - 2)...].starts(with: [0xEF, 0xBB, 0xBF])
    default: false
    }
  }

  private func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...0xFF:
      true
    default: false
    }
  }

  private mutating func blockComment() -> SQLiteToken.Kind {
    position += 2
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "*"), at(1) == UInt8(ascii: "/") {
        position += 2
        return .comment
      }
      position += 1
    }
    return .unterminated
  }

  /// Goes past the closing mark; a doubled one stands for itself. False where there is none.
  private mutating func quoted(by mark: UInt8) -> Bool {
    position += 1
    while position < bytes.count {
      guard bytes[position] == mark else {
        position += 1
        continue
      }
      guard at(1) == mark else {
        position += 1
        return true
      }
      position += 2
    }
    return false
  }

  private mutating func bracketed() -> SQLiteToken.Kind {
    while position < bytes.count {
      position += 1
      if bytes[position - 1] == UInt8(ascii: "]") { return .quotedName }
    }
    return .unterminated
  }

  /// Digits, with whatever letters SQLite would call part of a malformed number.
  private mutating func number() -> SQLiteToken.Kind {
    while position < bytes.count {
      let byte = bytes[position]
      let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      let afterExponent = position > 0 && (bytes[position - 1] | 32) == UInt8(ascii: "e")
      guard isNamePart(byte) || byte == UInt8(ascii: ".") || (isSign && afterExponent) else { break }
      position += 1
    }
    return .number
  }
}
