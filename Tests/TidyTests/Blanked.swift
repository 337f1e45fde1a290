/// Swift source with everything inside comments and string literals replaced by blanks; line breaks stay. What is
/// interpolated into a string counts as part of it.
struct Blanked {
  private(set) var text = ""
  private let source: [UInt8]
  private var kept: [UInt8] = []
  private var place = 0

  init(_ text: String) {
    source = Array(text.utf8)
    kept.reserveCapacity(source.count)
    while place < source.count {
      if follows("//") {
        blank { $0.source[$0.place] == newline }
      } else if follows("/*") {
        blankComment()
      } else if let hashes = opening() {
        blankString(hashes: hashes)
      } else {
        kept.append(source[place])
        place += 1
      }
    }
    self.text = String(decoding: kept, as: UTF8.self)
  }

  private func follows(_ word: String, at distance: Int = 0) -> Bool {
    source[min(place + distance, source.count)...].starts(with: word.utf8)
  }

  private mutating func drop(_ count: Int) {
    for _ in 0..<count where place < source.count {
      kept.append(source[place] == newline ? newline : blankByte)
      place += 1
    }
  }

  private mutating func blank(until isEnd: (Blanked) -> Bool) {
    while place < source.count, !isEnd(self) { drop(1) }
  }

  private mutating func blankComment() {
    var depth = 0
    repeat {
      if follows("/*") { depth += 1 }
      if follows("*/") { depth -= 1 }
      drop(follows("/*") || follows("*/") ? 2 : 1)
    } while depth > 0 && place < source.count
  }

  /// How many hashes a string that begins here has; nil where none begins.
  private func opening() -> Int? {
    var hashes = 0
    while follows("#", at: hashes) { hashes += 1 }
    return follows("\"", at: hashes) ? hashes : nil
  }

  private mutating func blankString(hashes: Int) {
    let fence = String(repeating: "#", count: hashes)
    drop(hashes)
    let quotes = follows("\"\"\"") ? "\"\"\"" : "\""
    drop(quotes.utf8.count)
    while place < source.count, !follows(quotes + fence) {
      if follows("\\" + fence + "(") {
        drop(hashes + 2)
        blankInterpolation()
      } else {
        drop(follows("\\" + fence) ? hashes + 2 : 1)
      }
    }
    drop(quotes.utf8.count + hashes)
  }

  private mutating func blankInterpolation() {
    var depth = 1
    while depth > 0, place < source.count {
      if let hashes = opening() {
        blankString(hashes: hashes)
      } else {
        if follows("(") { depth += 1 }
        if follows(")") { depth -= 1 }
        drop(1)
      }
    }
  }
}

private let newline = UInt8(ascii: "\n")
private let blankByte = UInt8(ascii: " ")
