import MigrationLint
import MigrationPhases
import MigrationPlan
import MigrationTargets

extension Plan {
  /// The steps of an activity in their order.
  /// - Parameter deployed: whether the deploy command of switch may have run; the way back then undoes it.
  func steps(of activity: Activity, deployed: Bool) throws(PlanError) -> [PhaseStep] {
    switch activity {
    case .phase(.expand):
      return try moment + [applying(expand.sql, by: expand.run)] + checks(after: .expand)
    case .phase(.backfill): return try before(backfillSteps()) + checks(after: .backfill)
    case .phase(.switch): return try before(switchSteps()) + checks(after: .switch)
    case .phase(.contract): return try contractSteps() + checks(after: .contract)
    case .rollback:
      var steps: [PhaseStep] = []
      if deployed, let command = `switch`?.rollback {
        steps.append(PhaseStep(name: "deploy rollback", work: .command(command)))
      }
      let undo = try statements(of: expand.rollback)
      return steps + [PhaseStep(name: "undo by \(expand.rollback.file)", work: .undo(undo))]
    }
  }

  private func applying(_ script: PlanScript, by program: PlanCommand?) throws(PlanError) -> PhaseStep {
    guard let program else {
      return PhaseStep(name: "apply \(script.file)", work: .apply(try statements(of: script)))
    }
    return PhaseStep(name: "apply \(script.file) by \(program.command[0])", work: .applyByProgram(program))
  }

  static let deployStep = "deploy"

  /// To which the server's own log can lead back. Costs nothing, where a copy of a whole file does.
  private var moment: [PhaseStep] {
    switch engine {
    case .sqlite: []
    case .postgresql: [PhaseStep(name: "restore point", work: .restorePoint, onlyBeforeApply: true)]
    }
  }

  private func before(_ steps: [PhaseStep]) -> [PhaseStep] { steps.isEmpty ? [] : moment + steps }

  /// What goes along with the script of expand, of its way back, or of contract.
  func companions(of phase: Phase) -> ScriptCompanions {
    let folder = phase == .contract ? contract?.prisma : expand.prisma
    var prisma = folder.map { PrismaMigration($0) }
    if phase != .contract { prisma?.baseline = expand.prismaBaseline.map { PrismaMigration($0) } }
    return ScriptCompanions(inStep: inStep, prisma: prisma)
  }

  /// What keeps old and new columns in step from expand until contract.
  var inStep: InStep? {
    guard let backfill, backfill.keepsInStep, case .update(let table, let set, let condition?) = backfill.work else {
      return nil
    }
    let assignments = { (all: [PlanBackfill.Assignment]) in
      all.map { BackfillWork.Assignment(column: $0.column, expression: $0.expression.text) }
    }
    return InStep(
      migration: name, table: table, forward: assignments(set), condition: condition.text,
      reverse: assignments(backfill.reverse))
  }

  private func backfillSteps() throws(PlanError) -> [PhaseStep] {
    guard let backfill else { return [] }
    var steps: [PhaseStep] = []
    var rows: BackfillWork?
    if let inStep { steps.append(PhaseStep(name: "keep in step", work: .inStep(inStep))) }
    switch backfill.work {
    case .update(let table, let assignments, let condition):
      let work = BackfillWork.update(
        table: table,
        assignments: assignments.map { .init(column: $0.column, expression: $0.expression.text) },
        condition: condition?.text)
      steps.append(PhaseStep(name: "backfill \(table)", work: .rows(work)))
      rows = work
    case .sql(let table, let script):
      let statement = try single(of: script)
      let work = BackfillWork.script(table: table, statement: statement)
      steps.append(PhaseStep(name: "backfill \(table)", work: .rows(work)))
      rows = work
    case .run(let command):
      steps.append(PhaseStep(name: "backfill by \(command.command[0])", work: .backfillCommand(command)))
    }
    steps.append(PhaseStep(name: "no row left", work: .noRowsLeft(try single(of: backfill.remaining), after: rows)))
    return steps
  }

  private func switchSteps() throws(PlanError) -> [PhaseStep] {
    guard let plan = self.switch else { return [] }
    var steps: [PhaseStep] = []
    if let inStep { steps.append(PhaseStep(name: "keep in step", work: .inStep(inStep))) }
    steps.append(PhaseStep(name: Self.deployStep, work: .command(plan.deploy)))
    if let health = plan.health { steps.append(PhaseStep(name: "health \(health.url)", work: .health(health))) }
    return steps
  }

  private func contractSteps() throws(PlanError) -> [PhaseStep] {
    guard let contract else { return [] }
    return [
      PhaseStep(name: "restore point", work: .restorePoint, onlyBeforeApply: true),
      try applying(contract.sql, by: contract.run),
    ]
  }

  private func checks(after phase: Phase) throws(PlanError) -> [PhaseStep] {
    var steps: [PhaseStep] = []
    for query in verify(after: phase) {
      steps.append(PhaseStep(name: "verify: \(query.name)", work: .verify(try single(of: query.script))))
    }
    return steps
  }

  func statements(of script: PlanScript) throws(PlanError) -> [ScriptStatement] {
    do throws(LintFailure) { return try PlanLint.statements(of: ScriptSource(script), for: engine) } catch {
      throw .findings(error.findings)
    }
  }

  func single(of script: PlanScript) throws(PlanError) -> ScriptStatement {
    let statements: [ScriptStatement]
    do throws(LintFailure) {
      statements = try PlanLint.statements(of: ScriptSource(script), for: engine, closing: .optional)
    } catch {
      throw .findings(error.findings)
    }
    guard statements.count == 1, let only = statements.first else {
      throw .findings([
        Finding(
          file: script.file, line: script.line, column: script.column, rule: "one-statement",
          message: "exactly one statement was expected, found \(statements.count)")
      ])
    }
    return only
  }
}

extension PrismaMigration {
  fileprivate init(_ folder: PrismaFolder) { self.init(name: folder.name, checksums: folder.checksums) }
}
