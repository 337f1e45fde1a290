import MigrationPhases
import MigrationSQLite

/// Does and undoes steps that are scripts, each in one transaction with its proof.
struct SQLiteScriptRun {
  let session: SQLiteSession
  var tie: LedgerTie
  var inStep: InStep?

  private var triggers: SQLiteInStep? { inStep.map { SQLiteInStep(session: session, inStep: $0) } }

  func apply(
    _ statements: [ScriptStatement], as step: StepKey, raisingTo version: Int, note: (TargetNote) -> Void
  ) throws(TargetError) -> StepProof {
    try session.provenTransaction { session throws(TargetError) in
      let ledger = try SQLiteTiedLedger.enter(tie, in: session)
      if try ledger.record(matching: step)?.has(step.phase, step.step) == true { return .alreadyDone }
      if step.phase == .contract { try triggers?.remove() }
      try run(statements, note: note)
      if step.phase == .expand { try triggers?.install() }
      try ledger.add(step, raisingTo: step.phase == .expand ? version : nil)
      return .done(try ledger.raise(for: step.phase, to: version))
    } happened: { session, _ throws(TargetError) in
      try SQLiteLedger(session: session).record(of: step.migration)?.has(step.phase, step.step) == true
    }
  }

  func undo(
    _ statements: [ScriptStatement], as step: StepKey, note: (TargetNote) -> Void
  ) throws(TargetError) -> StepProof {
    try session.provenTransaction { session throws(TargetError) in
      guard let ledger = try SQLiteTiedLedger.find(tie, in: session),
        let record = try ledger.record(matching: step), record.stands
      else { return .alreadyDone }
      try check(record, of: step, in: ledger.ledger)
      try triggers?.remove()
      try run(statements, note: note)
      try ledger.undo(step.migration)
      return .done(try ledger.offerWhatStands())
    } happened: { session, _ throws(TargetError) in
      try SQLiteLedger(session: session).record(of: step.migration)?.stands != true
    }
  }

  /// Only expand, and what a backfill wrote on top of it, can be taken back by a script.
  private func check(_ record: LedgerRecord, of step: StepKey, in ledger: SQLiteLedger) throws(TargetError) {
    if record.entries.contains(where: { $0.phase == .contract && !$0.undone }) {
      throw .ledger(
        "\(ledger.place) has contract of \(step.migration): undoing expand does not bring back what it took")
    }
    guard record.entries.contains(where: { $0.phase == .expand && !$0.undone }) else {
      throw .ledger("\(ledger.place) has a backfill of \(step.migration) and no expand; it was altered by hand")
    }
  }

  private func run(_ statements: [ScriptStatement], note: (TargetNote) -> Void) throws(TargetError) {
    let watch = SQLiteGuard(.writing)
    var written: Set<String> = []
    for statement in statements {
      try session.checkStop(before: statement)
      note(.begins(statement))
      do throws(SQLiteError) {
        let prepared = try watch.prepare(statement.sql, on: session.connection)
        while try prepared.step() {}
        written.formUnion(watch.written.compactMap { $0.first?.lowercased() })
      } catch {
        throw session.map(error, in: statement)
      }
      guard session.connection.isInTransaction else {
        throw .statement(
          code: "21", message: "it ended the transaction of the step; nothing was applied", statement: statement)
      }
    }
    try SQLiteForeignKeys(session: session).check(written: written, by: statements.last)
  }
}
