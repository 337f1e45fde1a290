import MigrationPhases
import MigrationPostgreSQL

/// What must be so before a backfill begins. Reads only.
struct PostgreSQLBackfillPreparation {
  let call: PostgreSQLCall
  var work: BackfillWork

  /// The key, and how far earlier batches came; nil before the first.
  func look(for step: StepKey) throws(TargetError) -> (key: PostgreSQLBackfillKey, row: PostgreSQLBackfillRow?) {
    try call.snapshot { call throws(TargetError) in
      try call.hideLedger()
      let key = try PostgreSQLBackfillKey.find(table: work.table, in: call)
      try check(by: key)
      let ledger = PostgreSQLLedger(call: call)
      guard try ledger.record(matching: step) != nil else { return (key, nil) }
      return (key, try PostgreSQLBackfillRow.load(of: step, key: key, in: ledger))
    }
  }

  /// That the work can be done by this key.
  func check(by key: PostgreSQLBackfillKey) throws(TargetError) {
    switch work {
    case .update(_, let assignments, _): try check(assignments, of: key)
    case .script(_, let statement): try check(statement, key)
    }
    let sql = PostgreSQLBackfillSQL(key: key)
    let first = try call.run(sql.range(after: nil), [.integer(1)]).rows.first
    // Without a row there is no value to ask with, and nothing to write.
    guard let values = first?.dropFirst().compactMap({ $0 }), values.count == key.columns.count else { return }
    let any = PostgreSQLCursor(values: values)
    let write = PostgreSQLBackfillWrite(call: call, work: work, key: key)
    try write.explain(lower: nil, upper: any)
    try write.explain(lower: any, upper: any)
  }

  func countRows(of key: PostgreSQLBackfillKey) throws(TargetError) -> Int {
    try call.snapshot { call throws(TargetError) in
      Int(try call.run("SELECT count(*) FROM \(key.table)").value ?? "") ?? 0
    }
  }

  /// As the last VACUUM or ANALYZE found it; 0 where there was none.
  func guessRows(of key: PostgreSQLBackfillKey) throws(TargetError) -> Int {
    let value = try call.run(
      """
      SELECT CAST(sum(greatest(c.reltuples, 0)) AS bigint) FROM pg_catalog.pg_class AS c
      WHERE c.oid = CAST(to_regclass($1) AS oid) AND c.relkind = 'r'
        OR c.oid IN (SELECT t.relid FROM pg_catalog.pg_partition_tree(to_regclass($1)) AS t WHERE t.isleaf)
      """, [.text(key.table)]
    ).value
    return value.flatMap { Int($0) } ?? 0
  }

  private func check(
    _ assignments: [BackfillWork.Assignment], of key: PostgreSQLBackfillKey
  ) throws(TargetError) {
    let rows = try call.run(
      """
      SELECT a.attname, a.attgenerated FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = CAST(to_regclass($1) AS oid) AND a.attnum > 0 AND NOT a.attisdropped
      """, [.text(key.table)]
    ).rows
    for assignment in assignments {
      guard let row = rows.first(where: { $0[0] == assignment.column }) else {
        let other = rows.compactMap { $0[0] }.first { $0.lowercased() == assignment.column.lowercased() }
        let hint = other.map { "; it has \($0)" } ?? ""
        throw .unsupported("\(key.table) has no column \(assignment.column) to backfill\(hint)")
      }
      guard row[1] == "" else {
        throw .unsupported("\(key.table).\(assignment.column) is a generated column; it cannot be written")
      }
      guard !key.columns.contains(where: { $0.name == assignment.column }) else {
        throw .unsupported(
          "the backfill of \(key.table) writes \(assignment.column), the key that it goes by; rows would be missed or "
            + "written twice")
      }
    }
    if assignments.isEmpty { throw .unsupported("the backfill of \(key.table) assigns no column") }
  }

  private func check(_ statement: ScriptStatement, _ key: PostgreSQLBackfillKey) throws(TargetError) {
    let place = "\(statement.file):\(statement.line):\(statement.column)"
    try PostgreSQLGuard.check(statement)
    guard key.columns.count == 1 else {
      let names = key.columns.map(\.name).joined(separator: ", ")
      throw .unsupported(
        "\(place): \(key.table) has a key of several columns (\(names)); write the backfill as assignments instead")
    }
    let verb = PostgreSQLWords(statement.sql, atMost: 1).words.first ?? ""
    guard ["update", "insert", "delete", "merge", "with"].contains(verb) else {
      throw .unsupported("\(place): the statement writes nothing; it must be an UPDATE, INSERT, DELETE, MERGE or WITH")
    }
  }
}
