import MigrationPhases
import MigrationPlan
import MigrationTargets

/// A part of a phase that is recorded on its own.
struct PhaseStep: Sendable {
  enum Work: Sendable {
    /// Statements and the ledger's row in one transaction.
    case apply([ScriptStatement])
    /// A program applies a migration of Prisma's, whose record tells what became of it; the ledger's row comes after.
    case applyByProgram(PlanCommand)
    case undo([ScriptStatement])
    case rows(BackfillWork)
    /// Triggers that keep columns in step are there, and work.
    case inStep(InStep)
    /// A backfill that is a program; it is run again until no row is left.
    case backfillCommand(PlanCommand)
    /// A program whose effect nothing but itself knows.
    case command(PlanCommand)
    case verify(ScriptStatement)
    /// The query must give 0; until it does, the rows are gone over again.
    case noRowsLeft(ScriptStatement, after: BackfillWork?)
    case health(PlanHealth)
    case restorePoint
  }

  /// Unique within the phase, for people and for the record.
  var name: String
  var work: Work
  /// Passed over when the ledger has the phase's own change already.
  var onlyBeforeApply = false

  /// Whether, after an interruption, it cannot be known if it happened.
  var leavesDoubt: Bool {
    switch work {
    case .command: true
    case .apply, .applyByProgram, .undo, .rows, .backfillCommand, .inStep, .verify, .noRowsLeft, .health,
      .restorePoint:
      false
    }
  }

  /// The ledger's word for it; nil where the ledger does not prove it.
  var ledgerKey: String? {
    switch work {
    case .apply, .applyByProgram: StepName.apply
    case .rows: StepName.rows
    case .undo, .command, .backfillCommand, .inStep, .verify, .noRowsLeft, .health, .restorePoint: nil
    }
  }

  /// Whether the database that it works on is compared by the target itself, in its own transaction.
  var isTied: Bool {
    switch work {
    case .apply, .applyByProgram, .undo, .rows: true
    case .command, .backfillCommand, .inStep, .verify, .noRowsLeft, .health, .restorePoint: false
    }
  }

  /// Whether it runs a program of the plan.
  var isProgram: Bool {
    switch work {
    case .command, .backfillCommand, .applyByProgram: true
    case .apply, .undo, .rows, .inStep, .verify, .noRowsLeft, .health, .restorePoint: false
    }
  }

  /// Whether only the way back ends its program, which would leave a half behind.
  var isLeftToEnd: Bool {
    switch work {
    case .applyByProgram, .command: true
    case .apply, .undo, .rows, .backfillCommand, .inStep, .verify, .noRowsLeft, .health, .restorePoint: false
    }
  }

  /// Whether it must not run a second time once it is on record as done.
  var runsOnce: Bool { leavesDoubt }
}
