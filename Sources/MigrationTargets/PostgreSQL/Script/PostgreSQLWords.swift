/// The first words of a statement, for telling what kind it is. Comments are skipped; a quoted name keeps its quotes.
struct PostgreSQLWords {
  /// One after the other; keywords in lower case, as plain names are.
  let words: [String]

  init(_ sql: String, atMost limit: Int = 40) {
    var reader = Reader(rest: Substring(sql).unicodeScalars)
    var words: [String] = []
    while words.count < limit, let word = reader.next() { words.append(word) }
    self.words = words
  }

  private struct Reader {
    var rest: Substring.UnicodeScalarView

    /// A name with its dots and quotes (`public."Odd name"`), a number, or a single sign.
    mutating func next() -> String? {
      skipBlanks()
      guard let first = rest.first else { return nil }
      guard first == "\"" || Self.isPart(first) else {
        rest.removeFirst()
        return String(first)
      }
      var word = ""
      while let character = rest.first {
        if character == "\"" {
          word += quoted()
        } else if Self.isPart(character) || character == "." {
          word += String(character).lowercased()
          rest.removeFirst()
        } else {
          break
        }
      }
      return word
    }

    private mutating func quoted() -> String {
      var text = "\""
      rest.removeFirst()
      while let character = rest.popFirst() {
        text.unicodeScalars.append(character)
        if character == "\"" { break }
      }
      return text
    }

    private mutating func skipBlanks() {
      while let character = rest.first {
        if character.properties.isWhitespace {
          rest.removeFirst()
        } else if rest.starts(with: "--".unicodeScalars) {
          rest = rest.drop { $0 != "\n" }
        } else if rest.starts(with: "/*".unicodeScalars) {
          skipComment()
        } else {
          return
        }
      }
    }

    /// Comments nest.
    private mutating func skipComment() {
      var depth = 0
      repeat {
        if rest.starts(with: "/*".unicodeScalars) {
          depth += 1
          rest = rest.dropFirst(2)
        } else if rest.starts(with: "*/".unicodeScalars) {
          depth -= 1
          rest = rest.dropFirst(2)
        } else {
          rest = rest.dropFirst()
        }
      } while depth > 0 && !rest.isEmpty
    }

    private static func isPart(_ character: Unicode.Scalar) -> Bool {
      character.properties.isAlphabetic || character == "_" || character == "$" || ("0"..."9").contains(character)
    }
  }
}
