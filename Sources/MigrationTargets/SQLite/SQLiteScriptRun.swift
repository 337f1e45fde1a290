import MigrationPhases
import MigrationSQLite

/// Does and undoes steps that are scripts, each in one transaction with its proof.
struct SQLiteScriptRun {
  let session: SQLiteSession

  func apply(
    _ statements: [ScriptStatement], as step: StepKey, versions: SchemaVersions?, note: (ScriptStatement) -> Void
  ) throws(TargetError) -> StepProof {
    try session.transaction { session throws(TargetError) in
      let ledger = SQLiteLedger(session: session)
      try ledger.createIfMissing()
      if try ledger.record(matching: step)?.has(step.phase, step.step) == true { return .alreadyDone }
      try run(statements, note: note)
      try ledger.add(step)
      try ledger.set(versions)
      return .done
    } happened: { session, _ throws(TargetError) in
      try SQLiteLedger(session: session).record(of: step.migration)?.has(step.phase, step.step) == true
    }
  }

  func undo(
    _ statements: [ScriptStatement], as step: StepKey, versions: SchemaVersions?
  ) throws(TargetError) -> StepProof {
    try session.transaction { session throws(TargetError) in
      let ledger = SQLiteLedger(session: session)
      guard try ledger.record(matching: step)?.stands == true else { return .alreadyDone }
      try run(statements, note: { _ in })
      try ledger.undo(step.migration)
      try ledger.set(versions)
      return .done
    } happened: { session, _ throws(TargetError) in
      try SQLiteLedger(session: session).record(of: step.migration)?.stands != true
    }
  }

  private func run(_ statements: [ScriptStatement], note: (ScriptStatement) -> Void) throws(TargetError) {
    let watch = SQLiteGuard(.writing)
    var written: Set<String> = []
    for statement in statements {
      try session.checkStop(before: statement)
      note(statement)
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

extension LedgerRecord {
  /// Whether anything of the migration stands, a backfill that has begun included.
  fileprivate var stands: Bool { entries.contains { !$0.undone } || rowsWritten != nil }
}
