import MigrationLint
import MigrationPhases
import MigrationPlan

/// Holds a plan's SQL against the rules of its phases.
enum PlanLinting {
  /// The whole plan, as it would run on a database with this schema; without one, what can be told from the text alone.
  static func findings(in plan: Plan, schema: [String]?) -> [Finding] {
    PlanLint.check(LintInput(plan), schema: schema)
  }

  /// One phase, on a database where the phases before it are done.
  static func findings(in plan: Plan, phase: Phase, schema: [String]) -> [Finding] {
    PlanLint.check(LintInput(plan), phase: phase, schema: schema)
  }

  /// What undoing expand would take away from others on a database as it is now.
  static func standing(on plan: Plan, schema: [String]) -> [Finding] {
    PlanLint.checkWayBack(LintInput(plan), schema: schema)
  }
}

extension LintInput {
  init(_ plan: Plan) {
    self.init(
      engine: plan.engine, expand: ScriptSource(plan.expand.sql), rollback: ScriptSource(plan.expand.rollback),
      backfill: plan.backfill.flatMap { LintBackfill($0.work) },
      contract: plan.contract.map { ScriptSource($0.sql) },
      queries: plan.questions.map {
        LintQuery(label: $0.label, phase: $0.phase, source: ScriptSource($0.script))
      })
  }
}

extension ScriptSource {
  init(_ script: PlanScript) {
    self.init(file: script.file, text: script.text, line: script.line, column: script.column)
  }
}

extension LintBackfill {
  /// nil for a program, whose work cannot be linted.
  init?(_ work: PlanBackfill.Work) {
    switch work {
    case .update(let table, let assignments, let condition):
      self = .update(
        table: table,
        assignments: assignments.map { .init(column: $0.column, expression: ScriptSource($0.expression)) },
        condition: condition.map { ScriptSource($0) })
    case .sql(let table, let script): self = .script(table: table, source: ScriptSource(script))
    case .run: return nil
    }
  }
}
