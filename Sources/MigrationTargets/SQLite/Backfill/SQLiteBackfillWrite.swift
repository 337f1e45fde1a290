import MigrationPhases
import MigrationSQLite

/// The statement that writes one range of rows, held against what a backfill may do.
struct SQLiteBackfillWrite {
  let session: SQLiteSession
  var work: BackfillWork
  var key: SQLiteBackfillKey

  /// A statement that is ready to step.
  struct Prepared {
    var statement: SQLiteStatement
    /// It writes rows that are there, each once; an INSERT may make several of one.
    var isOfRows: Bool
  }

  /// Writes one range of `rows` rows, and gives how many were written. `lower` is nil for a range from the first row on.
  /// - Throws: `unsupported` where it wrote more than the range has; the caller then keeps nothing.
  func write(rows: Int, lower: SQLiteCursor?, upper: SQLiteCursor) throws(TargetError) -> Int {
    let prepared = try prepare(lower: lower, upper: upper)
    do throws(SQLiteError) {
      while try prepared.statement.step() {}
    } catch {
      throw failure(error, lower: lower, upper: upper)
    }
    let written = session.connection.changes
    guard !prepared.isOfRows || written <= rows else { throw unbounded(written, of: rows, lower, upper) }
    return written
  }

  /// That a range of no rows writes none: what it would write then it would write for each range anew.
  func proveBounded(at cursor: SQLiteCursor) throws(TargetError) {
    if case .update = work { return }
    _ = try write(rows: 0, lower: cursor, upper: cursor)
    let written = session.connection.changes
    guard written == 0 else { throw unbounded(written, of: 0, cursor, cursor) }
  }

  private func unbounded(
    _ written: Int, of rows: Int, _ lower: SQLiteCursor?, _ upper: SQLiteCursor
  ) -> TargetError {
    .unsupported(
      "\(place) wrote \(written) rows where its range, \(words(lower, upper)), has \(rows); nothing was kept: "
        + "bound it by WHERE \(key.columns[0].name) > :lower AND \(key.columns[0].name) <= :upper")
  }

  private func words(_ lower: SQLiteCursor?, _ upper: SQLiteCursor) -> String {
    let name = key.columns.map(\.name).joined(separator: ", ")
    let after = lower.map { "after \($0.words)" } ?? "from the first"
    return "rows of \(key.table) by \(name) \(after) up to \(upper.words)"
  }

  /// Ready to step. `lower` is nil for a range from the first row on.
  func prepare(lower: SQLiteCursor?, upper: SQLiteCursor) throws(TargetError) -> Prepared {
    let sql = SQLiteBackfillSQL(key: key)
    switch work {
    case .update(_, let assignments, let condition):
      let text = sql.update(assignments, condition: condition, lower: lower, upper: upper)
      return try prepare(text, values: sql.values(lower: lower, upper: upper), statement: nil)
    case .script(_, let statement):
      let values = [":lower": try bound(lower), ":upper": try bound(upper)]
      return try prepare(statement.sql, values: values, statement: statement)
    }
  }

  /// An error of SQLite's with the rows it came from.
  private func failure(_ error: SQLiteError, lower: SQLiteCursor?, upper: SQLiteCursor) -> TargetError {
    let mapped = session.map(error, in: statement)
    guard case .statement(let code, let message, let statement) = mapped else { return mapped }
    return .statement(
      code: code, message: "\(message), in \(words(lower, upper)); none of them was written", statement: statement)
  }

  private var statement: ScriptStatement? {
    switch work {
    case .update: nil
    case .script(_, let statement): statement
    }
  }

  private func prepare(
    _ sql: String, values: [String: SQLiteValue], statement: ScriptStatement?
  ) throws(TargetError) -> Prepared {
    let watch = SQLiteGuard(.writing)
    let prepared: SQLiteStatement
    do throws(SQLiteError) {
      prepared = try watch.prepare(sql, on: session.connection)
      try prepared.bind(values)
    } catch {
      throw session.map(error, in: statement)
    }
    let names = Set(prepared.parameterNames)
    guard names == Set(values.keys), prepared.parameterCount == names.count else {
      let expected = statement == nil ? "no parameters" : ":lower and :upper, both and no others"
      throw .unsupported("\(place) must have \(expected)")
    }
    try check(watch, reads: statement != nil)
    let isOfRows = !watch.written.contains { $0.code == SQLiteActionCode.insert.rawValue }
    return Prepared(statement: prepared, isOfRows: isOfRows)
  }

  private func check(_ watch: SQLiteGuard, reads: Bool) throws(TargetError) {
    func isOwn(_ action: AuthorizedAction) -> Bool { action.first?.lowercased() == key.table.lowercased() }
    guard !watch.written.isEmpty else { throw .unsupported("\(place) writes nothing") }
    for action in watch.written where isOwn(action) {
      if action.code == SQLiteActionCode.insert.rawValue {
        throw .unsupported("\(place) inserts into \(key.table), the table it goes over, and might never end")
      }
      if action.code == SQLiteActionCode.update.rawValue, let column = action.second, key.isKey(column) {
        throw .unsupported("\(place) writes \(column), the key that it goes by; rows would be missed or written twice")
      }
    }
    guard reads else { return }
    guard watch.read.contains(where: { isOwn($0) && key.isKey($0.second ?? "") }) else {
      throw .unsupported(
        "\(place) does not read \(key.columns[0].name), the key of \(key.table); "
          + "compare it: \(key.columns[0].name) > :lower AND \(key.columns[0].name) <= :upper")
    }
  }

  private var place: String {
    statement.map { "\($0.file):\($0.line):\($0.column): the statement" } ?? "the backfill of \(key.table)"
  }

  private func bound(_ cursor: SQLiteCursor?) throws(TargetError) -> SQLiteValue {
    guard let cursor else { return try lowest() }
    switch cursor.values[0] {
    case .text(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      guard Array(text.utf8) == bytes else {
        throw .unsupported("\(key.table) has a key that is not valid UTF-8; write the backfill as assignments instead")
      }
      return .text(text)
    case .integer, .real, .blob: return cursor.values[0].bound
    }
  }

  /// Below every key. A column of text affinity would turn a number into text, so the empty text stands there.
  private func lowest() throws(TargetError) -> SQLiteValue {
    guard key.index != nil else { return .real(-.infinity) }
    let name = quotedSQLiteIdentifier(key.columns[0].name)
    let table = "main.\(quotedSQLiteIdentifier(key.table))"
    // What a number becomes in a comparison with the column shows the column's affinity.
    let types = try session.run(
      "SELECT type FROM pragma_table_xinfo(:table) WHERE lower(name) = lower(:column)",
      [":table": .text(key.table), ":column": .text(key.columns[0].name)])
    let type = types.first?[0].text?.uppercased() ?? ""
    guard !type.contains("INT"), ["CHAR", "CLOB", "TEXT"].contains(where: { type.contains($0) }) else {
      return .real(-.infinity)
    }
    guard try session.run("SELECT EXISTS (SELECT 1 FROM \(table) WHERE \(name) = '')")[0][0] == .integer(0) else {
      throw .unsupported("\(key.table) has a row with an empty key; write the backfill as assignments instead")
    }
    return .text("")
  }
}
