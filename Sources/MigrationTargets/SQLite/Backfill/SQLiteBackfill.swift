import MigrationPhases
import MigrationSQLite

/// Writes one batch of a backfill and how far it came, in one transaction.
///
/// The first pass goes over every row by its key. Rows may come to lie behind the cursor while it runs: inserted there,
/// or changed back by an application that does not know the new column. Where the plan has a condition, and every row
/// that was written no longer fulfilled it afterwards, further passes write what fulfils it, until one finds nothing, or
/// nobody else has written since it began. What old code writes after that is the business of triggers that keep the
/// columns in step, and is found by the plan's own count of remaining rows; `SQLiteBackfillReopening` then opens one pass more.
struct SQLiteBackfill {
  let session: SQLiteSession
  var work: BackfillWork
  var step: StepKey
  var tie: LedgerTie
  var limit: Int

  /// An application that never stops writing old rows would otherwise keep it going for ever.
  private static let mostPasses = 3

  private struct Done {
    var batch: BackfillBatch
    /// nil where the ledger has no row about it.
    var batches: Int?
    var began: ContinuousClock.Instant
  }

  func run() throws(TargetError) -> BackfillBatch {
    try prepareConnection()
    let seen = session.notes.lastDataVersion
    let done: Done = try session.provenTransaction { session throws(TargetError) in
      // What a try saw that was rolled back is to be told by the next one.
      session.notes.lastDataVersion = seen
      return try self.batch()
    } happened: { session, attempted throws(TargetError) in
      try isThere(attempted, in: session)
    }
    var result = done.batch
    result.held = ContinuousClock.now - done.began
    try settle(result)
    return result
  }

  /// With a write-ahead log, batches are not waited for to reach the disk one by one: after a power cut the last ones
  /// may be missing, rows and cursor alike (https://sqlite.org/pragma.html#pragma_synchronous). And checkpoints come
  /// after the lock is given up, not within COMMIT, where they would look like time that it was held.
  private func prepareConnection() throws(TargetError) {
    let hasLog = try session.run("PRAGMA journal_mode")[0][0] == .text("wal")
    try session.run("PRAGMA synchronous = \(hasLog ? "normal" : "full")")
    try session.run("PRAGMA wal_autocheckpoint = 0")
    // In memory until COMMIT: writing earlier would lock readers out where there is no write-ahead log.
    try session.run("PRAGMA cache_spill = 0")
  }

  private func settle(_ batch: BackfillBatch) throws(TargetError) {
    if batch.isFinished { try reachDisk() }
    session.notes.heldSinceCheckpoint += batch.held
    guard batch.isFinished || session.notes.heldSinceCheckpoint > Self.checkpointEvery else { return }
    session.notes.heldSinceCheckpoint = .zero
    // Passive: waits for nobody. Without a write-ahead log it does nothing. The batch stands whatever becomes of it.
    _ = try? session.connection.run("PRAGMA wal_checkpoint(PASSIVE)")
  }

  /// One more commit that waits for the disk takes all before it along.
  private func reachDisk() throws(TargetError) {
    do throws(TargetError) {
      try session.run("PRAGMA synchronous = full")
      try session.transaction { session throws(TargetError) in
        _ = try session.run("UPDATE migrated_schema SET layout = layout WHERE one = 1")
      } happened: { _, _ in
        false
      }
    } catch {
      throw .outcomeUnknown(
        "\(session.file.path): the backfill is done, but not known to be on the disk (\(error)); ask again")
    }
  }

  private static let checkpointEvery = Duration.milliseconds(400)

  private func isThere(_ done: Done, in session: SQLiteSession) throws(TargetError) -> Bool {
    try SQLiteBackfillRow.batches(of: step, in: SQLiteLedger(session: session)) == done.batches
  }

  private func batch() throws(TargetError) -> Done {
    let began = ContinuousClock.now
    let tied = try SQLiteTiedLedger.enter(tie, in: session)
    let ledger = tied.ledger
    let isDone = try tied.record(matching: step)?.has(step.phase, step.step) == true
    let key = try SQLiteBackfillKey.find(table: work.table, in: session)
    let known = try SQLiteBackfillRow.load(of: step, key: key, in: ledger)
    var row = known ?? SQLiteBackfillRow()
    // Done and not finished: it was opened again for a further pass.
    if isDone, known?.isFinished ?? true {
      let nothing = BackfillBatch(rowsDone: 0, rowsWritten: 0, held: .zero, isFinished: true)
      return Done(batch: nothing, batches: known?.batches, began: began)
    }
    guard !row.isFinished else {
      throw .ledger("\(ledger.place) has the backfill of \(step.migration) as finished but not as done")
    }
    if row.batches == 0 { try SQLiteBackfillPreparation(session: session, work: work).check(by: key) }
    if key.isPassing { try follow(&row) }
    let before = row
    let othersWrote = try look(at: row)
    let range = try self.range(after: row.cursor, by: key)
    if let upper = range.upper { try write(rows: range.rows, upTo: upper, by: key, in: &row) }
    if range.isLast {
      if isDone { row.isFinished = true } else { try endPass(of: &row, by: key) }
    }
    row.batches += 1
    try row.save(of: step, key: key, by: tie, in: session)
    if row.isFinished, !isDone { try tied.add(step) }
    let batch = BackfillBatch(
      rowsDone: row.rowsDone - before.rowsDone, rowsWritten: row.rowsWritten - before.rowsWritten, held: .zero,
      isFinished: row.isFinished, othersWrote: othersWrote)
    return Done(batch: batch, batches: row.batches, began: began)
  }

  /// VACUUM changes the schema's version, as do others that change the schema: from then on rows may have other rowids,
  /// and the cursor means nothing. Where a row that was written is told by the condition, a new pass begins.
  private func follow(_ row: inout SQLiteBackfillRow) throws(TargetError) {
    let version = try session.run("PRAGMA schema_version")[0][0].integer
    defer { row.schema = version }
    guard row.cursor != nil, let known = row.schema, known != version else { return }
    guard work.condition != nil, row.clears else {
      throw .unsupported(
        "\(session.file.path): VACUUM ran, or the schema was changed, while rows of \(work.table) were gone over by their "
          + "rowid, which may have changed with it; which rows were written cannot be told any more: roll back, and give "
          + "the backfill a where that no longer holds for a row that was written, or the table an INTEGER PRIMARY KEY")
    }
    row.beginPass()
  }

  /// Whether others wrote since the batch before.
  private func look(at row: SQLiteBackfillRow) throws(TargetError) -> Bool {
    let notes = session.notes
    let version = try session.run("PRAGMA data_version")[0][0].integer
    if row.cursor == nil { notes.passBegan[step] = SQLiteConnectionNotes.PassBegin(pass: row.pass, version: version) }
    defer { notes.lastDataVersion = version }
    return notes.lastDataVersion != nil && notes.lastDataVersion != version
  }

  private struct Range {
    /// The last key; nil for no rows.
    var upper: SQLiteCursor?
    var rows: Int
    var isLast: Bool
  }

  private func range(after cursor: SQLiteCursor?, by key: SQLiteBackfillKey) throws(TargetError) -> Range {
    let sql = SQLiteBackfillSQL(key: key)
    var values = sql.values(lower: cursor, upper: nil)
    values[":offset"] = .integer(Int64(limit - 1))
    if let upper = try self.cursor(from: session.run(sql.keyInside(lower: cursor), values), key) {
      return Range(upper: upper, rows: limit, isLast: false)
    }
    guard let upper = try self.cursor(from: session.run(sql.lastKey(lower: cursor), values), key) else {
      return Range(upper: nil, rows: 0, isLast: true)
    }
    let count = try session.run(
      sql.count(lower: cursor, upper: upper), sql.values(lower: cursor, upper: upper))[0][0].integer
    return Range(upper: upper, rows: Int(count ?? 0), isLast: true)
  }

  private func cursor(from rows: [[SQLiteValue]], _ key: SQLiteBackfillKey) throws(TargetError) -> SQLiteCursor? {
    guard let row = rows.first else { return nil }
    let values = stride(from: 0, to: row.count, by: 2).compactMap { SQLiteKeyValue(type: row[$0], value: row[$0 + 1]) }
    guard values.count == key.columns.count else {
      throw .storage(
        "\(session.file.path): \(key.table) has a key that is NULL; look at it with PRAGMA integrity_check")
    }
    return SQLiteCursor(values: values)
  }

  private func write(
    rows: Int, upTo upper: SQLiteCursor, by key: SQLiteBackfillKey, in row: inout SQLiteBackfillRow
  ) throws(TargetError) {
    let write = SQLiteBackfillWrite(session: session, work: work, key: key)
    if row.batches == 0 { try write.proveBounded(at: upper) }
    let lower = row.cursor
    let written = try SQLiteInStep.quietly(step.migration, in: session) { () throws(TargetError) in
      try write.write(rows: rows, lower: lower, upper: upper)
    }
    if written > 0, row.clears, try isAnyLeft(after: row.cursor, upTo: upper, by: key) { row.clears = false }
    row.advance(over: rows, to: upper, written: written)
  }

  private func isAnyLeft(
    after lower: SQLiteCursor?, upTo upper: SQLiteCursor?, by key: SQLiteBackfillKey
  ) throws(TargetError) -> Bool {
    guard let condition = work.condition else { return false }
    let sql = SQLiteBackfillSQL(key: key)
    return try session.run(
      sql.anyLeft(condition: condition, lower: lower, upper: upper), sql.values(lower: lower, upper: upper)
    )[0][0] == .integer(1)
  }

  private func endPass(of row: inout SQLiteBackfillRow, by key: SQLiteBackfillKey) throws(TargetError) {
    let began = session.notes.passBegan[step]
    let nobodyWrote = began?.pass == row.pass && began?.version == session.notes.lastDataVersion
    if work.condition == nil || !row.clears || nobodyWrote || row.pass == Self.mostPasses {
      row.isFinished = true
    } else if row.rowsDone <= Self.fewBatches * limit {
      // Few enough to look at them all while nobody else can write.
      row.isFinished = try !isAnyLeft(after: nil, upTo: nil, by: key)
    } else {
      row.isFinished = row.pass > 1 && row.writtenInPass == 0
    }
    if !row.isFinished { row.beginPass() }
  }

  private static let fewBatches = 5
}
