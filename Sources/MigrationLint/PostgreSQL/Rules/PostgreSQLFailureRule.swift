import MigrationPhases

/// PostgreSQL's parser does not understand the statement.
enum PostgreSQLFailureRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    guard let failure = statement.failure else { return [] }
    let offset = failure.character.map { statement.statement.sql.byte(ofCharacter: $0) }
    return [
      statement.finding(
        .syntaxError, at: offset, "PostgreSQL says: \(failure.message)",
        hint: "the grammar is that of PostgreSQL \(PostgreSQLParser.version)")
    ]
  }
}
