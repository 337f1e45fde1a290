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
      let skipped = PostgreSQLQuoting.length(rest)
      if skipped > 0 {
        take(skipped, of: &rest)
      } else if rest.starts(with: "::".unicodeScalars) {
        take(2, of: &rest)
      } else if character == ":", let name = Self.name(rest.dropFirst()) {
        names.insert(name)
        let value = name == "lower" ? "$1" : name == "upper" ? "$2" : ":\(name)"
        sql += value + String(repeating: " ", count: name.unicodeScalars.count + 1 - value.unicodeScalars.count)
        rest = rest.dropFirst(name.unicodeScalars.count + 1)
      } else if PostgreSQLQuoting.isPart(character) {
        take(rest.prefix(while: PostgreSQLQuoting.isPart).count, of: &rest)
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
    let name = String(String.UnicodeScalarView(rest.prefix(while: PostgreSQLQuoting.isPart)))
    return name.first?.isLetter == true ? name : nil
  }
}
