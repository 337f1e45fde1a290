import MigrationPhases

/// The lint of a plan, in the words of the engine that it is for.
public enum PlanLint {
  /// The whole plan.
  /// - Parameter schema: the target's definitions as they are before expand; without them, what the text alone tells.
  public static func check(_ input: LintInput, schema: [String]?) -> [Finding] {
    switch input.engine {
    case .sqlite: SQLiteLint.check(input, schema: schema)
    case .postgresql: PostgreSQLLint.check(input)
    }
  }

  /// One phase, on a target where the phases before it are done.
  public static func check(_ input: LintInput, phase: Phase, schema: [String]) -> [Finding] {
    switch input.engine {
    case .sqlite: SQLiteLint.check(input, phase: phase, schema: schema)
    case .postgresql: PostgreSQLLint.check(input, phases: [phase])
    }
  }

  /// What undoing expand would take away from others on a target as it is now.
  public static func checkWayBack(_ input: LintInput, schema: [String]) -> [Finding] {
    switch input.engine {
    case .sqlite: SQLiteLint.checkWayBack(input, schema: schema)
    case .postgresql: []
    }
  }

  /// A script's statements with their places.
  /// - Throws: what is wrong where the text cannot be taken apart.
  public static func statements(
    of source: ScriptSource, for engine: DatabaseEngine, closing: SQLiteScript.Closing = .required
  ) throws(LintFailure) -> [ScriptStatement] {
    switch engine {
    case .sqlite: try SQLiteScript.statements(of: source, closing: closing)
    case .postgresql: try PostgreSQLScript.statements(of: source, closing: closing)
    }
  }
}
