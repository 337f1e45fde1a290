/// What in SQL is neither a keyword nor a name: quoted pieces, comments and bodies.
enum PostgreSQLQuoting {
  /// How many characters a quoted piece or a comment at the beginning has; 0 where there is none.
  static func length(_ rest: Substring.UnicodeScalarView) -> Int {
    switch rest.first {
    case "'", "\"": return length(of: rest, until: String(rest.prefix(1)), skipping: 1)
    case "-" where rest.starts(with: "--".unicodeScalars): return length(of: rest, until: "\n", skipping: 2)
    case "/" where rest.starts(with: "/*".unicodeScalars): return comment(rest)
    case "$":
      let tag = rest.dropFirst().prefix(while: isPart)
      guard rest.dropFirst(tag.count + 1).first == "$" else { return 0 }
      let mark = String(String.UnicodeScalarView(rest.prefix(tag.count + 2)))
      return length(of: rest, until: mark, skipping: mark.unicodeScalars.count)
    default: return 0
    }
  }

  /// Comments nest.
  private static func comment(_ text: Substring.UnicodeScalarView) -> Int {
    var (rest, depth) = (text, 0)
    repeat {
      let opens = rest.starts(with: "/*".unicodeScalars)
      let isMark = opens || rest.starts(with: "*/".unicodeScalars)
      if isMark { depth += opens ? 1 : -1 }
      rest = rest.dropFirst(isMark ? 2 : 1)
    } while depth > 0 && !rest.isEmpty
    return text.count - rest.count
  }

  private static func length(of text: Substring.UnicodeScalarView, until end: String, skipping start: Int) -> Int {
    var rest = text.dropFirst(start)
    let mark = end.unicodeScalars
    while !rest.isEmpty, !rest.starts(with: mark) { rest = rest.dropFirst() }
    return text.count - rest.count + (rest.isEmpty ? 0 : mark.count)
  }

  /// The text without values: they may be passwords, or what an application knows of people. Comments are left out, too.
  static func withoutValues(_ sql: String) -> String {
    var text = ""
    var rest = Substring(sql).unicodeScalars
    while let first = rest.first {
      let count = length(rest)
      guard count > 0 else {
        let name = isPart(first) ? rest.prefix { isPart($0) || $0 == "$" }.count : 1
        text.unicodeScalars.append(contentsOf: rest.prefix(name))
        rest = rest.dropFirst(name)
        continue
      }
      let piece = rest.prefix(count)
      rest = rest.dropFirst(count)
      switch first {
      case "\"": text.unicodeScalars.append(contentsOf: piece)
      case "'", "$":
        text += "'…'"
        // Whether a backslash keeps a quote from ending it depends on a setting: then where it ends is not known.
        if first == "'", piece.contains("\\") { return text }
      default: text += " "
      }
    }
    return text
  }

  static func isPart(_ character: Unicode.Scalar) -> Bool {
    character.properties.isAlphabetic || character == "_" || ("0"..."9").contains(character)
  }
}
