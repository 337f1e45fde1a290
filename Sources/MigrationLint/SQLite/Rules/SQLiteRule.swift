import MigrationPhases

/// One thing that a statement of a script may not do, or that people should know.
protocol SQLiteRule: SendableMetatype {
  static func check(_ statement: AnalysedStatement, in script: ScriptContext) -> [Finding]
}
