import MigrationLint
import MigrationPhases
import MigrationPlan

extension LintInput {
  init(_ plan: Plan) {
    self.init(
      engine: plan.engine, expand: ScriptSource(plan.expand.sql), rollback: ScriptSource(plan.expand.rollback),
      backfill: plan.backfill.flatMap { LintBackfill($0.work) },
      contract: plan.contract.map { ScriptSource($0.sql) },
      queries: plan.questions.map {
        LintQuery(label: $0.label, phase: $0.phase, source: ScriptSource($0.script))
      },
      isDraft: true)
  }
}

extension ScriptSource {
  fileprivate init(_ script: PlanScript) {
    self.init(file: script.file, text: script.text, line: script.line, column: script.column)
  }
}

extension LintBackfill {
  /// nil for a program, whose work cannot be looked at.
  fileprivate init?(_ work: PlanBackfill.Work) {
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
