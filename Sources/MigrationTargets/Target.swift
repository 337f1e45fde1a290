import MigrationPhases

/// One database that the daemon reaches: it does steps and proves them. Every method may block for as long as its
/// bounds allow and is safe to call from any task; at most one phase a target runs at a time, reads may come alongside.
public protocol Target: Sendable {
  /// The name in the configuration.
  var name: String { get }

  /// Whether it is reachable, its own clock, which ledger it has, the versions it offers, a fingerprint of its schema.
  func observe() async throws(TargetError) -> TargetObservation

  /// The same without the schema: so little that it may be asked every few seconds.
  func glance() async throws(TargetError) -> TargetObservation

  /// What the ledger has about one migration; nil when it has never heard of it.
  func ledger(of migration: String) async throws(TargetError) -> LedgerRecord?

  /// The statements that would make this schema anew, without the ledger's own tables, in an order that works.
  func schema() async throws(TargetError) -> [String]

  /// Runs the statements in their order and writes the ledger's row for `step`, in one transaction. Answers
  /// `alreadyDone`, and changes nothing, when the ledger has that row. In the same transaction expand raises what the
  /// database offers to `version`, contract the oldest that still fits; neither is ever lowered by it. `note` is called
  /// before each statement, and with what it waits for meanwhile. What goes along with the script is
  /// done with it: a migration of Prisma's is begun on its record before.
  func apply(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, raisingTo version: Int,
    tied tie: LedgerTie,
    note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof

  /// Runs the statements, marks the ledger's rows of the migration as undone, and lowers what the database offers to the
  /// highest that still stands, in one transaction. Answers `alreadyDone`, and changes nothing, when nothing of the
  /// migration stands in the ledger; throws `ledger` where contract stands, or a backfill without expand. What went along
  /// with the script is taken back with it.
  func undo(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, tied tie: LedgerTie,
    note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof

  /// Before a program applies the migration of Prisma's that goes along as a companion: remembers in the ledger that it
  /// may have begun. Throws `unsupported` where Prisma has it already and no program of this step was begun before.
  func expectProgram(
    with companions: ScriptCompanions, as step: StepKey, tied tie: LedgerTie
  ) async throws(TargetError) -> PrismaProgramStart

  /// After that program: reads what Prisma has on record, and where that is an end, writes the ledger's row for `step`
  /// with all that `apply` writes with it. Throws `unsupported` where it was begun and not finished, or is another one.
  func proveProgram(
    with companions: ScriptCompanions, as step: StepKey, raisingTo version: Int, tied tie: LedgerTie
  ) async throws(TargetError) -> PrismaProgramEnd

  /// Proves that the triggers which keep columns in step are there as they were made, and work, in a transaction that is
  /// rolled back; throws `unsupported` or `statement` where they are not, or do not.
  func probe(_ inStep: InStep) async throws(TargetError)

  /// Runs a query that must give exactly one row with one true value (an integer other than 0). Read only.
  func verify(_ query: ScriptStatement) async throws(TargetError) -> Verification

  /// Runs a query that must give exactly one row with one whole number, at least 0. Read only.
  func count(_ query: ScriptStatement) async throws(TargetError) -> Int

  /// A copy of the whole database as it is now, in a new file in `directory`, with its SHA-256; for a server, the present
  /// moment named in its log.
  func restorePoint(in directory: String, label: String) async throws(TargetError) -> RestorePoint

  /// Proves that the table and the columns exist and the statement prepares, finds the key, counts roughly.
  func prepareBackfill(_ work: BackfillWork, of step: StepKey) async throws(TargetError) -> BackfillEstimate

  /// Writes the next batch of at most `limit` rows after the ledger's cursor, and the new cursor with it, in one
  /// transaction. When the table's end is reached, `isFinished` is true and the ledger's row for `step` is written.
  func backfillBatch(
    _ work: BackfillWork, of step: StepKey, tied tie: LedgerTie, limit: Int
  ) async throws(TargetError) -> BackfillBatch

  /// Lets a finished backfill go over the table once more, from its start, in one transaction with what the ledger says
  /// of it; the ledger's row for `step` stays. Answers false, and changes nothing, where it could not be told which rows
  /// were written already. One that is not finished goes on as it is.
  func reopenBackfill(_ work: BackfillWork, of step: StepKey, tied tie: LedgerTie) async throws(TargetError) -> Bool

  /// Lets other daemons at the database, once an activity is over. Where that fails, its lease lasts a while longer.
  func release(_ tie: LedgerTie) async

  /// Makes the ledger that the database has, whichever it is, the one that `tie` names: gives it that id, and whatever
  /// stands in it to the tie's journal, in one transaction. A database without a ledger gets one.
  func adopt(_ tie: LedgerTie) async throws(TargetError) -> LedgerAdoption
}
