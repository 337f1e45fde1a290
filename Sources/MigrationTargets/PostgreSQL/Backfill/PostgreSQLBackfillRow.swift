import MigrationPostgreSQL

typealias PostgreSQLBackfillRow = BackfillRow<PostgreSQLCursor>

extension BackfillRow where Cursor == PostgreSQLCursor {
  static func load(
    of step: StepKey, key: PostgreSQLBackfillKey, in ledger: PostgreSQLLedger
  ) throws(TargetError) -> PostgreSQLBackfillRow? {
    let names: [PostgreSQLValue] = [.text(step.migration), .text(step.step)]
    let rows = try ledger.reading(
      """
      SELECT key, clears, finished, pass, written_in_pass, batches, rows_done, rows_written
      FROM migrated.backfill WHERE migration = $1 AND step = $2
      """, names)
    guard let row = rows.first else { return nil }
    let cursor = try ledger.reading(
      """
      SELECT u.value FROM migrated.backfill AS b, unnest(b.cursor) WITH ORDINALITY AS u (value, place)
      WHERE b.migration = $1 AND b.step = $2 ORDER BY u.place
      """, names
    ).compactMap { $0[0] }
    let numbers = row.dropFirst(3).compactMap { $0.flatMap { Int($0) } }
    guard let stored = row[0], numbers.count == 5,
      cursor.isEmpty || stored != key.stored || cursor.count == key.columns.count
        || PostgreSQLStripes(PostgreSQLCursor(values: cursor)) != nil
    else {
      throw .ledger("\(ledger.place) has a backfill of \(step.migration) that cannot be read; it was altered by hand")
    }
    guard stored == key.stored else {
      throw .ledger(
        "\(ledger.place) has a backfill of \(step.migration) by \(stored), but \(key.table) is now gone over by "
          + "\(key.stored); the table was rebuilt meanwhile: roll the migration back and begin anew")
    }
    return PostgreSQLBackfillRow(
      cursor: cursor.isEmpty ? nil : PostgreSQLCursor(values: cursor), pass: numbers[0], writtenInPass: numbers[1],
      clears: row[1] == "t", batches: numbers[2], rowsDone: numbers[3], rowsWritten: numbers[4],
      isFinished: row[2] == "t")
  }

  /// How many batches the ledger has; nil where it has no backfill.
  static func batches(of step: StepKey, in ledger: PostgreSQLLedger) throws(TargetError) -> Int? {
    guard try ledger.layout() != nil else { return nil }
    return try ledger.reading(
      "SELECT batches FROM migrated.backfill WHERE migration = $1 AND step = $2",
      [.text(step.migration), .text(step.step)]
    ).first?[0].flatMap { Int($0) }
  }

  func save(
    of step: StepKey, key: PostgreSQLBackfillKey, by tie: LedgerTie, in call: PostgreSQLCall
  ) throws(TargetError) {
    let values = cursor?.values ?? []
    let places = values.indices.map { "$\($0 + 13)" }.joined(separator: ", ")
    try call.run(
      """
      INSERT INTO migrated.backfill (
        migration, step, digest, key, pass, written_in_pass, clears, batches, rows_done, rows_written, finished, journal,
        cursor
      )
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, CAST(ARRAY[\(places)] AS text[]))
      ON CONFLICT (migration, step) DO UPDATE SET
        cursor = excluded.cursor, pass = excluded.pass, written_in_pass = excluded.written_in_pass,
        clears = excluded.clears, batches = excluded.batches, rows_done = excluded.rows_done,
        rows_written = excluded.rows_written, finished = excluded.finished
      """,
      [
        .text(step.migration), .text(step.step), .text(step.digest), .text(key.stored), .integer(Int64(pass)),
        .integer(Int64(writtenInPass)), .boolean(clears), .integer(Int64(batches)), .integer(Int64(rowsDone)),
        .integer(Int64(rowsWritten)), .boolean(isFinished), .text(tie.journal),
      ] + values.map { .text($0) })
  }
}
