import MigrationPhases
import MigrationPostgreSQL

/// The statement that writes one range of rows, held against what a backfill may do.
struct PostgreSQLBackfillWrite {
  let call: PostgreSQLCall
  var work: BackfillWork
  var key: PostgreSQLBackfillKey

  private struct Statement {
    var sql: String
    var values: [PostgreSQLValue]
    /// The plan's.
    var source: ScriptStatement?
  }

  /// Writes one range of `rows` rows, and gives how many were written. `lower` is nil for a range from the first row on.
  func write(rows: Int, lower: PostgreSQLCursor?, upper: PostgreSQLCursor) throws(TargetError) -> Int {
    let statement = try self.statement(lower: lower, upper: upper)
    let result: PostgreSQLResult
    do throws(TargetError) {
      result = try call.run(statement.sql, statement.values, of: statement.source)
    } catch .statement(let code, let message, let source) where code != "57014" {
      throw .statement(
        code: code, message: "\(message), in \(words(lower, upper)); none of them was written", statement: source)
    }
    guard statement.source == nil || result.command.hasPrefix("INSERT") || result.affected <= rows else {
      throw unbounded(result.affected, of: rows, lower, upper)
    }
    return result.affected
  }

  /// That a range of no rows writes none: what it would write then it would write for each range anew.
  func proveBounded(at cursor: PostgreSQLCursor) throws(TargetError) {
    if case .update = work { return }
    let written = try write(rows: 0, lower: cursor, upper: cursor)
    guard written == 0 else { throw unbounded(written, of: 0, cursor, cursor) }
  }

  /// That the server understands it. Writes nothing.
  func explain(lower: PostgreSQLCursor?, upper: PostgreSQLCursor) throws(TargetError) {
    let statement = try self.statement(lower: lower, upper: upper)
    let prefix = "EXPLAIN "
    try call.run(prefix + statement.sql, statement.values, of: statement.source, prefix: prefix.count)
  }

  private func unbounded(
    _ written: Int, of rows: Int, _ lower: PostgreSQLCursor?, _ upper: PostgreSQLCursor
  ) -> TargetError {
    .unsupported(
      "\(place) wrote \(written) rows where its range, \(words(lower, upper)), has \(rows); nothing was kept: "
        + "bound it by WHERE \(key.columns[0].name) > :lower AND \(key.columns[0].name) <= :upper")
  }

  private func words(_ lower: PostgreSQLCursor?, _ upper: PostgreSQLCursor) -> String {
    let name = key.columns.map(\.name).joined(separator: ", ")
    let after = lower.map { "after \($0.words)" } ?? "from the first"
    return "rows of \(key.table) by \(name) \(after) up to \(upper.words)"
  }

  private func statement(lower: PostgreSQLCursor?, upper: PostgreSQLCursor) throws(TargetError) -> Statement {
    switch work {
    case .update(_, let assignments, let condition):
      let sql = PostgreSQLBackfillSQL(key: key)
      return Statement(
        sql: sql.update(assignments, condition: condition, lower: lower, upper: upper),
        values: sql.values(lower: lower, upper: upper))
    case .script(_, let source):
      let script = PostgreSQLBackfillScript(source)
      guard script.names == ["lower", "upper"] else {
        throw .unsupported("\(place) must have :lower and :upper, both and no others")
      }
      let start: PostgreSQLCursor
      if let lower { start = lower } else { start = try lowest() }
      let bounds = start.values + upper.values
      return Statement(sql: script.sql, values: bounds.map { .text($0) }, source: source)
    }
  }

  private var place: String {
    switch work {
    case .update: "the backfill of \(key.table)"
    case .script(_, let source): "\(source.file):\(source.line):\(source.column): the statement"
    }
  }

  /// Below every key.
  private func lowest() throws(TargetError) -> PostgreSQLCursor {
    let column = key.columns[0]
    let name = quotedPostgreSQLIdentifier(column.name)
    guard let value = Self.lowest[column.kind] else {
      throw .unsupported(
        "\(key.table) has a key of type \(column.type), which has no lowest value; write the backfill as assignments "
          + "instead")
    }
    let taken = try call.run(
      "SELECT EXISTS (SELECT 1 FROM \(key.table) WHERE \(name) <= CAST($1 AS \(column.type)))", [.text(value)])
    guard taken.value == "f" else {
      throw .unsupported(
        "\(key.table) has a row with the lowest key there is, '\(value)'; write the backfill as assignments instead")
    }
    return PostgreSQLCursor(values: [value])
  }

  private static let lowest = [
    "int2": "-32768", "int4": "-2147483648", "int8": "-9223372036854775808", "text": "", "varchar": "",
    "uuid": "00000000-0000-0000-0000-000000000000", "date": "-infinity", "timestamp": "-infinity",
    "timestamptz": "-infinity", "bytea": "\\x",
  ]
}
