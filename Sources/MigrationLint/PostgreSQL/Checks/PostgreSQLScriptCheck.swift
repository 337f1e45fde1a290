import MigrationPhases

/// Checks one script statement by statement, and keeps account of what it makes.
struct PostgreSQLScriptCheck {
  let kind: ScriptContext.Kind
  private(set) var made: PostgreSQLMade
  private(set) var bodies: [PostgreSQLName: PostgreSQLTree] = [:]
  private(set) var findings: [Finding] = []

  init(_ kind: ScriptContext.Kind, made: PostgreSQLMade = PostgreSQLMade()) {
    self.kind = kind
    self.made = made
  }

  mutating func check(_ source: ScriptSource) {
    let (statements, unreadable) = PostgreSQLScript.split(source)
    findings += unreadable
    if statements.isEmpty, unreadable.isEmpty {
      findings.append(
        Finding(
          file: source.file, line: source.line, column: source.column, rule: LintRule.emptyScript.rawValue,
          message: "\(kind.name) has no statement, only blanks and comments",
          hint: "write the statements, or leave the phase out of the plan"))
    }
    for statement in statements.map({ PostgreSQLStatement($0) }) {
      findings += PostgreSQLRules.check(statement, in: PostgreSQLContext(kind: kind, made: made, bodies: bodies))
      made.note(statement)
      note(bodyOf: statement)
    }
  }

  private mutating func note(bodyOf statement: PostgreSQLStatement) {
    guard statement.type == "CreateFunctionStmt", let name = PostgreSQLName(list: statement.fields["funcname"]),
      let tree = try? PostgreSQLParser.parsePLpgSQL(statement.statement.sql)
    else { return }
    bodies[name] = tree
  }
}
