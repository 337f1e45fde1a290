import MigrationPhases
import MigrationPostgreSQL

/// One batch of a striped backfill: a run of pages, and of their rows those of one stripe. Only for work with a condition
/// that what was written no longer fulfils, since a row may be met again where it was moved to.
struct PostgreSQLStripedBatch {
  let call: PostgreSQLCall
  var key: PostgreSQLBackfillKey
  var assignments: [BackfillWork.Assignment]
  var condition: String
  var limit: Int

  /// nil where the work, the table or the server is not made for it.
  init?(call: PostgreSQLCall, work: BackfillWork, key: PostgreSQLBackfillKey, limit: Int) {
    guard case .update(_, let assignments, let condition?) = work else { return nil }
    (self.call, self.key, self.limit) = (call, key, limit)
    (self.assignments, self.condition) = (assignments, condition)
  }

  private struct Table {
    var file: Int64
    var pages: Int64
  }

  /// Where to begin; nil where the table is small, partitioned, or cannot be read by pages.
  func begin() throws(TargetError) -> PostgreSQLStripes? {
    let row = try call.run(
      """
      SELECT CAST(current_setting('server_version_num') AS integer) >= 140000, c.relkind = 'r' AND m.amname = 'heap'
      FROM pg_catalog.pg_class AS c LEFT JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
      WHERE c.oid = CAST(to_regclass($1) AS oid)
      """, [.text(key.table)]
    ).rows.first
    guard row?[0] == "t", row?[1] == "t" else { return nil }
    let table = try look()
    guard table.pages >= Int64(call.place.bounds.stripesFrom) else { return nil }
    let sample = min(table.pages, 256)
    let found = try call.run(
      """
      SELECT sum(s.rows), max(s.rows) FROM (
        SELECT count(*) AS rows FROM \(key.table) WHERE ctid < '(\(sample),0)' GROUP BY \(stripe(isHashed: isText))
      ) AS s
      """
    ).rows.first
    let (rows, most) = (found?[0].flatMap { Int64($0) } ?? 1, found?[1].flatMap { Int64($0) } ?? 1)
    // Numbers that end alike in binary would all be of one stripe.
    let isUneven = most * PostgreSQLStripes.passesThatHelp * 4 > rows * 5
    return PostgreSQLStripes(
      file: table.file, end: table.pages, density: rows * 1_000 / sample, isHashed: isText || isUneven,
      isStriped: try !isIndexed())
  }

  /// The next batch; the stripes are over afterwards, or not.
  func run(_ stripes: inout PostgreSQLStripes, in row: inout PostgreSQLBackfillRow) throws(TargetError) {
    let table = try look()
    if table.file != stripes.file {
      // It was rewritten: what is written already is passed over by the condition.
      stripes = PostgreSQLStripes(
        file: table.file, end: table.pages, density: stripes.density, isHashed: stripes.isHashed,
        isStriped: stripes.plain < .max)
    }
    stripes.end = min(stripes.end, table.pages)
    stripes.settle(limit: limit, pagesNow: table.pages)
    guard !stripes.isOver else { return }
    let range = stripes.range(limit: limit)
    try PostgreSQLInStep.keepQuiet(in: call)
    let written = try write(range, stripes)
    if written.left > 0 { row.clears = false }
    row.rowsDone += stripes.rows(in: range)
    row.rowsWritten += written.rows
    row.writtenInPass += written.rows
    stripes.advance(over: range, written: written.rows, pagesNow: try look().pages)
  }

  private func write(
    _ range: Range<Int64>, _ stripes: PostgreSQLStripes
  ) throws(TargetError) -> (rows: Int, left: Int) {
    let sets = assignments.map { "\(quotedPostgreSQLIdentifier($0.column)) = (\($0.expression)\n)" }
    let stripe = stripes.passes > 1 ? " AND \(stripe(isHashed: stripes.isHashed)) = \(stripes.pass)" : ""
    let sql = """
      WITH written AS (
        UPDATE \(key.table) SET \(sets.joined(separator: ", "))
        WHERE ctid >= '(\(range.lowerBound),0)' AND ctid < '(\(range.upperBound),0)'\(stripe) AND (\(condition)
        ) RETURNING (\(condition)
        ) AS still
      )
      SELECT count(*), count(*) FILTER (WHERE still) FROM written
      """
    do throws(TargetError) {
      let row = try call.run(sql).rows.first
      return (row?[0].flatMap { Int($0) } ?? 0, row?[1].flatMap { Int($0) } ?? 0)
    } catch .statement(let code, let message, let source) where code != "57014" {
      throw .statement(
        code: code,
        message:
          "\(message), in rows of \(key.table) on its pages \(range.lowerBound) to \(range.upperBound - 1); none "
          + "of them was written", statement: source)
    }
  }

  private var isText: Bool { !["int2", "int4", "int8"].contains(key.columns[0].kind) }

  /// Of which stripe a row is.
  private func stripe(isHashed: Bool) -> String {
    let column = key.columns[0]
    let name = quotedPostgreSQLIdentifier(column.name)
    let number =
      switch column.kind {
      case "int2", "int4", "int8":
        isHashed ? "pg_catalog.hashint8(CAST(\(name) AS bigint))" : "CAST(\(name) AS bigint)"
      case "uuid": "pg_catalog.uuid_hash(\(name))"
      default: "pg_catalog.hashtext(CAST(\(name) AS text))"
      }
    return "(\(number) & \(PostgreSQLStripes.passesThatHelp - 1))"
  }

  private func look() throws(TargetError) -> Table {
    let row = try call.run(
      """
      SELECT coalesce(pg_relation_filenode(r.t), 0),
        pg_relation_size(r.t) / CAST(current_setting('block_size') AS bigint)
      FROM (SELECT to_regclass($1) AS t) AS r
      """, [.text(key.table)]
    ).rows.first
    guard let file = row?[0].flatMap({ Int64($0) }), let pages = row?[1].flatMap({ Int64($0) }) else {
      throw .unsupported("\(key.table) is not there any more")
    }
    return Table(file: file, pages: pages)
  }

  /// A new version of a row whose indexed columns change is written into every index, wherever it lies.
  private func isIndexed() throws(TargetError) -> Bool {
    let columns = assignments.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
    return try call.run(
      """
      SELECT EXISTS (
        SELECT 1 FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid
        WHERE i.indrelid = CAST(to_regclass($1) AS oid) AND a.attname IN (\(columns))
          AND (a.attnum = ANY (i.indkey) OR pg_get_indexdef(i.indexrelid) ~ ('\\m' || a.attname || '\\M')))
      """, [.text(key.table)] + assignments.map { .text($0.column) }
    ).value == "t"
  }
}
