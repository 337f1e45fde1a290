import MigrationPhases

/// A plan's own statement with `:lower` and `:upper` made parameters, each character in its place, so that positions in
/// errors stay true.
struct PostgreSQLBackfillScript: Sendable, Hashable {
  /// With `$1` for `:lower`, `$2` for `:upper`.
  private(set) var sql = ""
  /// Such as `lower`; those within quotes, comments and bodies do not count.
  private(set) var names: Set<String> = []

  init(_ statement: ScriptStatement) {
    var rest = Substring(statement.sql).unicodeScalars
    while let character = rest.first {
      let skipped = Self.quoted(rest)
      if skipped > 0 {
        take(skipped, of: &rest)
      } else if rest.starts(with: "::".unicodeScalars) {
        take(2, of: &rest)
      } else if character == ":", let name = Self.name(rest.dropFirst()) {
        names.insert(name)
        let value = name == "lower" ? "$1" : name == "upper" ? "$2" : ":\(name)"
        sql += value + String(repeating: " ", count: name.unicodeScalars.count + 1 - value.unicodeScalars.count)
        rest = rest.dropFirst(name.unicodeScalars.count + 1)
      } else if Self.isPart(character) {
        take(rest.prefix(while: Self.isPart).count, of: &rest)
      } else {
        take(1, of: &rest)
      }
    }
  }

  private mutating func take(_ count: Int, of rest: inout Substring.UnicodeScalarView) {
    sql.unicodeScalars.append(contentsOf: rest.prefix(count))
    rest = rest.dropFirst(count)
  }

  private static func name(_ rest: Substring.UnicodeScalarView) -> String? {
    let name = String(String.UnicodeScalarView(rest.prefix(while: isPart)))
    return name.first?.isLetter == true ? name : nil
  }

  private static func isPart(_ character: Unicode.Scalar) -> Bool {
    character.properties.isAlphabetic || character == "_" || ("0"..."9").contains(character)
  }

  /// How many characters a quoted piece or a comment at the beginning has; 0 where there is none.
  private static func quoted(_ rest: Substring.UnicodeScalarView) -> Int {
    switch rest.first {
    case "'", "\"": return length(of: rest, until: String(rest.prefix(1)), skipping: 1)
    case "-" where rest.starts(with: "--".unicodeScalars): return length(of: rest, until: "\n", skipping: 2)
    case "/" where rest.starts(with: "/*".unicodeScalars): return length(of: rest, until: "*/", skipping: 2)
    case "$":
      let tag = rest.dropFirst().prefix(while: isPart)
      guard rest.dropFirst(tag.count + 1).first == "$" else { return 0 }
      let mark = String(String.UnicodeScalarView(rest.prefix(tag.count + 2)))
      return length(of: rest, until: mark, skipping: mark.unicodeScalars.count)
    default: return 0
    }
  }

  private static func length(of text: Substring.UnicodeScalarView, until end: String, skipping start: Int) -> Int {
    var rest = text.dropFirst(start)
    let mark = end.unicodeScalars
    while !rest.isEmpty, !rest.starts(with: mark) { rest = rest.dropFirst() }
    return text.count - rest.count + (rest.isEmpty ? 0 : mark.count)
  }
}
