import MigrationPhases
import MigrationSQLite

/// Lets a finished backfill go over its table once more, for rows that came to lie behind its cursor.
///
/// Only where the plan has a condition, and every row that was written no longer fulfilled it: then the pass cannot write
/// a row anew that nobody changed since. The ledger's row for the step stays, for the table's end was reached; that a
/// pass is under way is in the ledger's row about the backfill.
struct SQLiteBackfillReopening {
  let session: SQLiteSession
  var work: BackfillWork
  var step: StepKey
  var tie: LedgerTie

  private struct Done {
    var isOpen: Bool
    /// nil where the ledger has no row about it.
    var batches: Int?
  }

  func run() throws(TargetError) -> Bool {
    let done: Done = try session.provenTransaction { _ throws(TargetError) in
      try reopen()
    } happened: { session, attempted throws(TargetError) in
      try SQLiteBackfillRow.batches(of: step, in: SQLiteLedger(session: session)) == attempted.batches
    }
    return done.isOpen
  }

  private func reopen() throws(TargetError) -> Done {
    let tied = try SQLiteTiedLedger.enter(tie, in: session)
    guard try tied.record(matching: step) != nil else {
      throw .ledger("\(tied.ledger.place) has nothing of \(step.migration), though its backfill was done")
    }
    let key = try SQLiteBackfillKey.find(table: work.table, in: session)
    guard var row = try SQLiteBackfillRow.load(of: step, key: key, in: tied.ledger) else {
      return Done(isOpen: false, batches: nil)
    }
    let before = row.batches
    let isOpen = row.reopen(condition: work.condition)
    if row.batches != before { try row.save(of: step, key: key, by: tie, in: session) }
    return Done(isOpen: isOpen, batches: row.batches)
  }
}
