import MigrationPhases

/// A SELECT in a script is of no use, unless it calls what cannot be looked into.
enum PostgreSQLSelectRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    guard statement.type == "SelectStmt" else { return [] }
    if statement.fields["intoClause"] != nil {
      return [
        statement.finding(
          .notAnalysable, "SELECT INTO makes a table", hint: "write CREATE TABLE, or CREATE TABLE … AS")
      ]
    }
    if statement.fields.contains(["FuncCall"]) {
      return [
        statement.finding(
          .notAnalysable, "the functions that it calls may do anything", hint: "write what they do into the script")
      ]
    }
    return [
      statement.finding(
        .noEffect, as: .warning, "the statement changes nothing, and nobody sees its answer",
        hint: "make it a verify query, or take it out")
    ]
  }
}
