import MigrationPhases
import MigrationPostgreSQL

/// Writes one batch of a backfill and how far it came, in one transaction.
///
/// The first pass goes over every row by its key. Rows may come to lie behind the cursor while it runs: inserted there,
/// or changed back by an application that does not know the new column. A table of a few batches is looked at for them
/// at the pass's end. In a larger one they are the business of triggers that keep the columns in step, and are found by
/// the plan's own count of remaining rows; reopening the backfill then goes over the table once more.
struct PostgreSQLBackfill {
  let call: PostgreSQLCall
  var work: BackfillWork
  var step: StepKey
  var tie: LedgerTie
  var limit: Int

  /// An application that never stops writing old rows would otherwise keep it going for ever.
  private static let mostPasses = 3
  private static let fewBatches = 5

  /// A batch, and by which number the ledger knows it: nil where it has no row about it.
  struct Done: Sendable {
    var batch: BackfillBatch
    var batches: Int?
    var began: ContinuousClock.Instant
  }

  func run() throws(TargetError) -> Done {
    let began = ContinuousClock.now
    try call.name(after: step)
    let tied = try PostgreSQLTiedLedger.enter(tie, in: call)
    try call.hideLedger()
    let isDone = try tied.record(matching: step)?.has(step.phase, step.step) == true
    let key = try PostgreSQLBackfillKey.find(table: work.table, in: call)
    let known = try PostgreSQLBackfillRow.load(of: step, key: key, in: tied.ledger)
    var row = known ?? PostgreSQLBackfillRow()
    // Done and not finished: it was opened again for a further pass.
    if isDone, known?.isFinished ?? true {
      let nothing = BackfillBatch(rowsDone: 0, rowsWritten: 0, held: .zero, isFinished: true)
      return Done(batch: nothing, batches: known?.batches, began: began)
    }
    guard !row.isFinished else {
      throw .ledger("\(tied.ledger.place) has the backfill of \(step.migration) as finished but not as done")
    }
    if row.batches == 0 { try PostgreSQLBackfillPreparation(call: call, work: work).check(by: key) }
    let before = row
    // By the key's index, whatever the table's statistics say.
    try call.run("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")
    if let stripes = try stripes(of: row, by: key) {
      try goOver(stripes, of: &row, by: key)
    } else {
      let range = try self.range(after: row.cursor, by: key)
      if let upper = range.upper { try write(rows: range.rows, upTo: upper, by: key, in: &row) }
      if range.rows < limit {
        if isDone { row.isFinished = true } else { try endPass(of: &row, by: key) }
      }
    }
    row.batches += 1
    try row.save(of: step, key: key, by: tie, in: call)
    if row.isFinished, !isDone { try tied.add(step) }
    let batch = BackfillBatch(
      rowsDone: row.rowsDone - before.rowsDone, rowsWritten: row.rowsWritten - before.rowsWritten, held: .zero,
      isFinished: row.isFinished)
    return Done(batch: batch, batches: row.batches, began: began)
  }

  /// nil where rows are gone over by their key.
  private func stripes(
    of row: PostgreSQLBackfillRow, by key: PostgreSQLBackfillKey
  ) throws(TargetError) -> PostgreSQLStripes? {
    if let stripes = PostgreSQLStripes(row.cursor) { return stripes }
    guard row.batches == 0 else { return nil }
    return try PostgreSQLStripedBatch(call: call, work: work, key: key, limit: limit)?.begin()
  }

  private func goOver(
    _ present: PostgreSQLStripes, of row: inout PostgreSQLBackfillRow, by key: PostgreSQLBackfillKey
  ) throws(TargetError) {
    var stripes = present
    try call.setBounds()
    try PostgreSQLStripedBatch(call: call, work: work, key: key, limit: limit)?.run(&stripes, in: &row)
    if !row.clears { row.rowsDone = 0 }
    // A row that needs writing still could be met again and again where it was moved to: by the key each is met once.
    row.cursor = row.clears && !stripes.isOver ? stripes.cursor : nil
    if row.clears, stripes.isOver { row.isFinished = true }
  }

  private func range(
    after cursor: PostgreSQLCursor?, by key: PostgreSQLBackfillKey
  ) throws(TargetError) -> (rows: Int, upper: PostgreSQLCursor?) {
    let sql = PostgreSQLBackfillSQL(key: key)
    let values = sql.values(lower: cursor, upper: nil) + [.integer(Int64(limit))]
    guard let row = try call.run(sql.range(after: cursor), values).rows.first else { return (0, nil) }
    return (row[0].flatMap { Int($0) } ?? 0, PostgreSQLCursor(values: row.dropFirst().compactMap { $0 }))
  }

  private func write(
    rows: Int, upTo upper: PostgreSQLCursor, by key: PostgreSQLBackfillKey, in row: inout PostgreSQLBackfillRow
  ) throws(TargetError) {
    let write = PostgreSQLBackfillWrite(call: call, work: work, key: key)
    if row.batches == 0 { try write.proveBounded(at: upper) }
    try PostgreSQLInStep.keepQuiet(in: call)
    try call.setBounds()
    let written = try write.write(rows: rows, lower: row.cursor, upper: upper)
    if written > 0, row.clears, try isAnyLeft(after: row.cursor, upTo: upper, by: key) { row.clears = false }
    row.advance(over: rows, to: upper, written: written)
  }

  private func isAnyLeft(
    after lower: PostgreSQLCursor?, upTo upper: PostgreSQLCursor?, by key: PostgreSQLBackfillKey
  ) throws(TargetError) -> Bool {
    guard let condition = work.condition else { return false }
    let sql = PostgreSQLBackfillSQL(key: key)
    return try call.run(
      sql.anyLeft(condition: condition, lower: lower, upper: upper), sql.values(lower: lower, upper: upper)
    ).value == "t"
  }

  private func endPass(of row: inout PostgreSQLBackfillRow, by key: PostgreSQLBackfillKey) throws(TargetError) {
    if row.clears, row.pass < Self.mostPasses, row.rowsDone <= Self.fewBatches * limit {
      row.isFinished = try !isAnyLeft(after: nil, upTo: nil, by: key)
    } else {
      row.isFinished = true
    }
    if !row.isFinished { row.beginPass() }
  }
}
