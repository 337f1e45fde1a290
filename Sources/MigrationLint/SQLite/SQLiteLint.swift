import MigrationPhases
import MigrationSQLite

/// Looks at the SQL of a plan for SQLite targets. Blocking and, with a large schema, not quick: call it off the event
/// loop. Everything is tried out in a database in memory; no target is touched.
public enum SQLiteLint {
  /// Everything in `input`, in the order of the phases.
  /// - Parameter schema: the target's CREATE statements as they are before expand; nil looks at the scripts alone, and
  ///   passes what only the target could tell.
  public static func check(_ input: LintInput, schema: [String]?) -> [Finding] {
    check(input, phases: Phase.allCases, schema: schema)
  }

  /// One phase of `input` and its queries.
  /// - Parameter schema: the target's CREATE statements as they are now, just before that phase.
  public static func check(_ input: LintInput, phase: Phase, schema: [String]) -> [Finding] {
    check(input, phases: [phase], schema: schema)
  }

  /// - Parameter budget: what all of it may cost; once it is spent, the rest is not looked at, and that is told.
  static func check(
    _ input: LintInput, phases: [Phase], schema: [String]?, budget: SQLiteBudget = SQLiteBudget()
  ) -> [Finding] {
    let file = input.expand?.file ?? input.contract?.file ?? input.queries.first?.source.file ?? "migration.yaml"
    do {
      var run = SQLiteLintRun(input: input, sandbox: try SQLiteSandbox(schema: schema, budget: budget))
      for phase in phases where !budget.isSpent { try run.check(phase, file: file) }
      if phases == [.expand] { run.checkWhatBackfillOverwrites() }
      return run.findings + (budget.isSpent ? [stopped(at: run.sandbox.place, file: file)] : [])
    } catch {
      if budget.isSpent { return [stopped(at: nil, file: file)] }
      let statement = error.sql.map { " at \($0.prefix(80))" } ?? ""
      return [
        Finding(
          file: file, rule: LintRule.schemaNotCopied.rawValue,
          message: "the target's schema cannot be made anew in memory: \(error.message)\(statement)",
          hint: "nothing can be said about the plan's SQL before that is dealt with")
      ]
    }
  }

  private static func stopped(at place: ScriptSource?, file: String) -> Finding {
    Finding(
      file: place?.file ?? file, line: place?.line, column: place?.column, rule: LintRule.notAnalysable.rawValue,
      message: "the check ends here: with all that comes before it takes more than one check may, "
        + "\(SQLiteBudget.whole / 1_000_000) million of SQLite's instructions; the rest was not looked at",
      hint: "take out what computes rows, such as recursive queries and CREATE TABLE … AS, or make several plans of it")
  }
}
