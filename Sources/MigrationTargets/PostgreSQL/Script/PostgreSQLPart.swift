import MigrationPhases

/// A part of a script: what runs in one transaction, or one statement that cannot run in any.
enum PostgreSQLPart: Sendable, Hashable {
  case together([ScriptStatement])
  /// In a transaction of its own, so that no lock of what came before is held while it goes over a whole table.
  case long(ScriptStatement)
  case alone(ScriptStatement, PostgreSQLLoneStatement)

  /// In the order of the file; one part, be it empty, where all of it runs in a transaction.
  static func parts(of statements: [ScriptStatement]) throws(TargetError) -> [PostgreSQLPart] {
    var parts: [PostgreSQLPart] = []
    var together: [ScriptStatement] = []
    for statement in statements {
      let part: PostgreSQLPart
      if let lone = try PostgreSQLLoneStatement(statement) {
        part = .alone(statement, lone)
      } else {
        try PostgreSQLGuard.check(statement)
        guard isLong(statement) else {
          together.append(statement)
          continue
        }
        part = .long(statement)
      }
      if !together.isEmpty { parts.append(.together(together)) }
      together = []
      parts.append(part)
    }
    if !together.isEmpty || parts.isEmpty { parts.append(.together(together)) }
    return parts
  }

  /// What reads a whole table while others go on using it: nobody queues up behind the lock that it waits for
  /// (https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT).
  private static func isLong(_ statement: ScriptStatement) -> Bool {
    let words = PostgreSQLWords(statement.sql).words
    switch words.prefix(2) {
    case ["alter", "table"]:
      guard let place = words.firstIndex(of: "validate"), words.dropFirst(place + 1).first == "constraint" else {
        return false
      }
      return !words.contains(",")
    case ["refresh", "materialized"]: return words.contains("concurrently")
    default: return false
    }
  }
}
