import MigrationPhases

/// A part of a script: what runs in one transaction, or one statement that cannot run in any.
enum PostgreSQLPart: Sendable, Hashable {
  case together([ScriptStatement])
  case alone(ScriptStatement, PostgreSQLLoneStatement)

  /// In the order of the file; one part, be it empty, where all of it runs in a transaction.
  static func parts(of statements: [ScriptStatement]) throws(TargetError) -> [PostgreSQLPart] {
    var parts: [PostgreSQLPart] = []
    var together: [ScriptStatement] = []
    for statement in statements {
      guard let lone = try PostgreSQLLoneStatement(statement) else {
        try PostgreSQLGuard.check(statement)
        together.append(statement)
        continue
      }
      if !together.isEmpty { parts.append(.together(together)) }
      together = []
      parts.append(.alone(statement, lone))
    }
    if !together.isEmpty || parts.isEmpty { parts.append(.together(together)) }
    return parts
  }
}
