import MigrationPhases

/// What a rule knows besides the statement.
struct PostgreSQLContext: Sendable {
  let kind: ScriptContext.Kind
  /// What the plan made before this statement.
  let made: PostgreSQLMade
  /// The bodies of the functions that the plan made before it, by name.
  let bodies: [PostgreSQLName: PostgreSQLTree]
}

/// One thing that a statement of a script may not do, or that people should know.
protocol PostgreSQLRule: SendableMetatype {
  static func check(_ statement: PostgreSQLStatement, in script: PostgreSQLContext) -> [Finding]
}
