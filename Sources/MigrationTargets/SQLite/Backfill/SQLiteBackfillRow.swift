import MigrationSQLite

typealias SQLiteBackfillRow = BackfillRow<SQLiteCursor>

extension BackfillRow where Cursor == SQLiteCursor {
  static func load(
    of step: StepKey, key: SQLiteBackfillKey, in ledger: SQLiteLedger
  ) throws(TargetError) -> SQLiteBackfillRow? {
    let rows = try ledger.reading(
      """
      SELECT key, cursor, pass, written_in_pass, clears, batches, rows_done, rows_written, finished
      FROM migrated_backfill WHERE migration = :migration AND step = :step
      """, [":migration": .text(step.migration), ":step": .text(step.step)])
    guard let row = rows.first else { return nil }
    let numbers = row.dropFirst(2).compactMap { $0.integer.map { Int($0) } }
    guard let stored = row[0].text, let cursor = row[1].text, numbers.count == 7,
      cursor.isEmpty || SQLiteCursor(stored: cursor) != nil
    else {
      throw .ledger("\(ledger.place) has a backfill of \(step.migration) that cannot be read; it was altered by hand")
    }
    // `"rowid" @ 17`: as of the schema's version 17.
    let parts = stored.split(separator: "@", maxSplits: 1).map { $0.filter { $0 != " " } }
    let schema = key.isPassing && parts.count == 2 ? Int64(parts[1]) : nil
    guard stored == key.stored || schema != nil && parts[0] == key.stored else {
      throw .ledger(
        "\(ledger.place) has a backfill of \(step.migration) by \(stored), but \(key.table) is now gone over by "
          + "\(key.stored); the table was rebuilt meanwhile: roll the migration back and begin anew")
    }
    return SQLiteBackfillRow(
      cursor: SQLiteCursor(stored: cursor), pass: numbers[0], writtenInPass: numbers[1], clears: numbers[2] != 0,
      batches: numbers[3], rowsDone: numbers[4], rowsWritten: numbers[5], isFinished: numbers[6] != 0,
      schema: schema)
  }

  /// How many batches the ledger has; nil where it has no backfill.
  static func batches(of step: StepKey, in ledger: SQLiteLedger) throws(TargetError) -> Int? {
    let rows = try ledger.reading(
      "SELECT batches FROM migrated_backfill WHERE migration = :migration AND step = :step",
      [":migration": .text(step.migration), ":step": .text(step.step)])
    return rows.first?[0].integer.map { Int($0) }
  }

  func save(
    of step: StepKey, key: SQLiteBackfillKey, by tie: LedgerTie, in session: SQLiteSession
  ) throws(TargetError) {
    let stored = key.stored + (schema.map { " @ \($0)" } ?? "")
    try session.run(
      """
      INSERT INTO migrated_backfill (
        migration, step, digest, key, cursor, pass, written_in_pass, clears, batches, rows_done, rows_written, finished,
        journal
      )
      VALUES (
        :migration, :step, :digest, :key, :cursor, :pass, :in_pass, :clears, :batches, :done, :written, :finished,
        :journal
      )
      ON CONFLICT (migration, step) DO UPDATE SET
        key = excluded.key, cursor = excluded.cursor, pass = excluded.pass, written_in_pass = excluded.written_in_pass,
        clears = excluded.clears, batches = excluded.batches, rows_done = excluded.rows_done,
        rows_written = excluded.rows_written, finished = excluded.finished
      """,
      [
        ":migration": .text(step.migration), ":step": .text(step.step), ":digest": .text(step.digest),
        ":key": .text(stored), ":cursor": .text(cursor?.stored ?? ""), ":pass": .integer(Int64(pass)),
        ":in_pass": .integer(Int64(writtenInPass)), ":clears": .integer(clears ? 1 : 0),
        ":batches": .integer(Int64(batches)), ":done": .integer(Int64(rowsDone)),
        ":written": .integer(Int64(rowsWritten)), ":finished": .integer(isFinished ? 1 : 0),
        ":journal": .text(tie.journal),
      ])
  }
}
