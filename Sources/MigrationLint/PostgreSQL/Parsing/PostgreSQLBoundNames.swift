/// The parameters of a backfill's own statement, `:lower` and `:upper`, which are not PostgreSQL's.
public enum PostgreSQLBoundNames {
  /// In the order of their numbers.
  public static let all = ["lower", "upper"]

  /// The text with `$1` for `:lower` and `$2` for `:upper`, as long as before, so that places stay what they are. Strings,
  /// quoted names, `$$` bodies, comments and casts are passed over.
  public static func numbered(_ text: String) -> String {
    var bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): place = afterQuoted(bytes, from: place)
      case UInt8(ascii: "$"): place = afterDollars(bytes, from: place)
      case UInt8(ascii: "-") where bytes[place...].starts(with: Array("--".utf8)),
        UInt8(ascii: "/") where bytes[place...].starts(with: Array("/*".utf8)):
        place = max(place + 1, PostgreSQLBlanks.end(in: bytes, from: place, to: bytes.count))
      case UInt8(ascii: ":") where place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: ":"): place += 2
      case UInt8(ascii: ":"):
        let word = bytes[(place + 1)...].prefix { isWord($0) }
        if let number = all.firstIndex(where: { Array($0.utf8)[...] == word }) {
          let mark = Array("$\(number + 1)".utf8)
          bytes.replaceSubrange(
            place...place + word.count, with: mark + [UInt8](repeating: 32, count: word.count + 1 - mark.count))
        }
        place += 1 + word.count
      default: place += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 0x80 || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  /// Backslashes are taken to escape where the string begins with E.
  private static func afterQuoted(_ bytes: [UInt8], from start: Int) -> Int {
    let quote = bytes[start]
    let escapes = start > 0 && bytes[start - 1] | 0x20 == UInt8(ascii: "e") && quote == UInt8(ascii: "'")
    var place = start + 1
    while place < bytes.count {
      if escapes, bytes[place] == UInt8(ascii: "\\") {
        place += 2
      } else if bytes[place] == quote {
        guard place + 1 < bytes.count, bytes[place + 1] == quote else { return place + 1 }
        place += 2
      } else {
        place += 1
      }
    }
    return bytes.count
  }

  private static func afterDollars(_ bytes: [UInt8], from start: Int) -> Int {
    let word = bytes[(start + 1)...].prefix { isWord($0) }
    let close = start + 1 + word.count
    guard close < bytes.count, bytes[close] == UInt8(ascii: "$") else { return start + 1 }
    let mark = Array(bytes[start...close])
    var place = close + 1
    while place + mark.count <= bytes.count {
      if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) { return place + mark.count }
      place += 1
    }
    return bytes.count
  }
}
