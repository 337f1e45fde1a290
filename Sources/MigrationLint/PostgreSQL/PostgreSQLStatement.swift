import MigrationPhases

/// A statement and its parse tree.
struct PostgreSQLStatement: Sendable {
  let statement: ScriptStatement
  /// The node's type, such as `AlterTableStmt`; empty where it could not be parsed.
  let type: String
  let fields: PostgreSQLTree
  let failure: PostgreSQLParser.Failure?

  init(_ statement: ScriptStatement) {
    self.statement = statement
    do {
      let node = try PostgreSQLParser.parse(statement.sql).first?.node
      (type, fields, failure) = (node?.type ?? "", node?.fields ?? .null, nil)
    } catch {
      (type, fields, failure) = ("", .null, error)
    }
  }

  /// A finding at a byte of the statement, or at its first character.
  func finding(
    _ rule: LintRule, as severity: Finding.Severity = .error, at offset: Int? = nil, _ message: String,
    hint: String? = nil
  ) -> Finding {
    statement.finding(rule, as: severity, at: offset, message, hint: hint)
  }

  /// The first words, for messages.
  var firstWords: String {
    statement.sql.split(maxSplits: 3, whereSeparator: \.isWhitespace).prefix(3).joined(separator: " ")
  }
}
