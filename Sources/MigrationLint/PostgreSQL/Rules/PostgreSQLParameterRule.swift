import MigrationPhases

/// Nobody would give a parameter its value.
enum PostgreSQLParameterRule: PostgreSQLRule {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding] {
    var found: [Finding] = []
    statement.fields.forEachNode { type, fields in
      guard type == "ParamRef", found.isEmpty else { return }
      found = [statement.finding(.parameter, at: fields.location, "a parameter, and nobody gives it a value")]
    }
    return found
  }
}
