import MigrationPhases
import MigrationSQLite

/// What must be so before a backfill begins. Reads only.
struct SQLiteBackfillPreparation {
  let session: SQLiteSession
  var work: BackfillWork

  /// The key, and how far earlier batches came; nil before the first.
  func look(for step: StepKey) throws(TargetError) -> (key: SQLiteBackfillKey, row: SQLiteBackfillRow?) {
    try session.snapshot { session throws(TargetError) in
      let key = try SQLiteBackfillKey.find(table: work.table, in: session)
      try check(by: key)
      let ledger = SQLiteLedger(session: session)
      guard try ledger.record(matching: step) != nil else { return (key, nil) }
      return (key, try SQLiteBackfillRow.load(of: step, key: key, in: ledger))
    }
  }

  /// That the work can be done by this key.
  func check(by key: SQLiteBackfillKey) throws(TargetError) {
    switch work {
    case .update(_, let assignments, _): try check(assignments, of: key)
    case .script(_, let statement): try check(statement, key)
    }
    let any = SQLiteCursor(values: key.columns.map { _ in .integer(0) })
    let write = SQLiteBackfillWrite(session: session, work: work, key: key)
    _ = try write.prepare(lower: nil, upper: any)
    _ = try write.prepare(lower: any, upper: any)
  }

  func countRows(of table: String) throws(TargetError) -> Int {
    try session.snapshot { session throws(TargetError) in
      let rows = try session.run("SELECT count(*) FROM main.\(quotedSQLiteIdentifier(table))")
      return Int(rows[0][0].integer ?? 0)
    }
  }

  /// Without reading the table: by its first and last rowid, or by what ANALYZE found; 0 where neither tells.
  func guessRows(by key: SQLiteBackfillKey) throws(TargetError) -> Int {
    try session.snapshot { session throws(TargetError) in
      if key.index == nil {
        let name = quotedSQLiteIdentifier(key.columns[0].name)
        let table = "main.\(quotedSQLiteIdentifier(key.table))"
        let rows = try session.run("SELECT (SELECT min(\(name)) FROM \(table)), (SELECT max(\(name)) FROM \(table))")
        guard let first = rows[0][0].integer, let last = rows[0][1].integer else { return 0 }
        let (span, overflow) = last.subtractingReportingOverflow(first)
        return overflow || span == .max ? .max : Int(span) + 1
      }
      guard try session.run("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").isEmpty == false else {
        return 0
      }
      let rows = try session.run(
        "SELECT CAST(stat AS INTEGER) FROM sqlite_stat1 WHERE tbl = :table LIMIT 1", [":table": .text(key.table)])
      return Int(rows.first?[0].integer ?? 0)
    }
  }

  private func check(
    _ assignments: [BackfillWork.Assignment], of key: SQLiteBackfillKey
  ) throws(TargetError) {
    let rows = try session.run("SELECT name, hidden FROM pragma_table_xinfo(:table)", [":table": .text(key.table)])
    for assignment in assignments {
      let name = assignment.column.lowercased()
      guard let row = rows.first(where: { $0[0].text?.lowercased() == name }) else {
        throw .unsupported("\(key.table) has no column \(assignment.column) to backfill")
      }
      guard row[1] == .integer(0) else {
        throw .unsupported("\(key.table).\(assignment.column) is a generated column; it cannot be written")
      }
    }
    if assignments.isEmpty { throw .unsupported("the backfill of \(key.table) assigns no column") }
  }

  private func check(_ statement: ScriptStatement, _ key: SQLiteBackfillKey) throws(TargetError) {
    let place = "\(statement.file):\(statement.line):\(statement.column)"
    guard key.columns.count == 1 else {
      let names = key.columns.map(\.name).joined(separator: ", ")
      throw .unsupported(
        "\(place): \(key.table) has a key of several columns (\(names)); write the backfill as assignments instead")
    }
    guard let index = key.index else { return }
    // The index serves a plain comparison only where the column and the primary key have one order.
    let plan = try session.run(
      """
      EXPLAIN QUERY PLAN SELECT 1 FROM main.\(quotedSQLiteIdentifier(key.table))
      INDEXED BY \(quotedSQLiteIdentifier(index)) WHERE \(quotedSQLiteIdentifier(key.columns[0].name)) > :lower
      """, [":lower": .integer(0)])
    guard plan.contains(where: { $0[3].text?.hasPrefix("SEARCH") == true }) else {
      throw .unsupported(
        "\(place): the column \(key.columns[0].name) and the primary key of \(key.table) have different collations; "
          + "write the backfill as assignments instead")
    }
  }
}
