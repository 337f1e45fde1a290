import MigrationPhases
import MigrationPostgreSQL

/// Lets a finished backfill go over its table once more, for rows that came to lie behind its cursor.
///
/// Only where the plan has a condition, and every row that was written no longer fulfilled it: then the pass cannot write
/// a row anew that nobody changed since. The ledger's row for the step stays, for the table's end was reached.
struct PostgreSQLBackfillReopening {
  let call: PostgreSQLCall
  var work: BackfillWork
  var step: StepKey
  var tie: LedgerTie

  struct Done: Sendable {
    var isOpen: Bool
    /// nil where the ledger has no row about it.
    var batches: Int?
  }

  func run() throws(TargetError) -> Done {
    let tied = try PostgreSQLTiedLedger.enter(tie, in: call)
    guard try tied.record(matching: step) != nil else {
      throw .ledger("\(tied.ledger.place) has nothing of \(step.migration), though its backfill was done")
    }
    try call.hideLedger()
    let key = try PostgreSQLBackfillKey.find(table: work.table, in: call)
    guard var row = try PostgreSQLBackfillRow.load(of: step, key: key, in: tied.ledger) else {
      return Done(isOpen: false, batches: nil)
    }
    let before = row.batches
    let isOpen = row.reopen(condition: work.condition)
    if row.batches != before { try row.save(of: step, key: key, by: tie, in: call) }
    return Done(isOpen: isOpen, batches: row.batches)
  }
}
