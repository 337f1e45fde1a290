import MigrationSQLite

/// The statements of a backfill over one table. A row is in a range when its key is after `lower` and not after `upper`.
/// `NOT INDEXED` and `INDEXED BY` keep SQLite from going by an index that suits the plan's condition, which would make
/// each batch look at the whole table.
struct SQLiteBackfillSQL: Sendable {
  var key: SQLiteBackfillKey

  /// The key of the row that is `:offset` rows after the first one of the range.
  func keyInside(lower: SQLiteCursor?) -> String {
    "SELECT \(selected) FROM \(table) WHERE \(range(lower, nil)) ORDER BY \(order("ASC")) LIMIT 1 OFFSET :offset"
  }

  func lastKey(lower: SQLiteCursor?) -> String {
    "SELECT \(selected) FROM \(table) WHERE \(range(lower, nil)) ORDER BY \(order("DESC")) LIMIT 1"
  }

  func count(lower: SQLiteCursor?, upper: SQLiteCursor) -> String {
    "SELECT count(*) FROM \(table) WHERE \(range(lower, upper))"
  }

  func update(
    _ assignments: [BackfillWork.Assignment], condition: String?, lower: SQLiteCursor?, upper: SQLiteCursor
  ) -> String {
    // The line's end closes a comment that an expression may end in.
    let sets = assignments.map { "\(quotedSQLiteIdentifier($0.column)) = (\($0.expression)\n)" }
    return """
      UPDATE \(table) SET \(sets.joined(separator: ", "))
      WHERE \(range(lower, upper)) AND (\(condition ?? "1")
      )
      """
  }

  /// Whether rows of the range still fulfil the condition.
  func anyLeft(condition: String, lower: SQLiteCursor?, upper: SQLiteCursor?) -> String {
    "SELECT EXISTS (SELECT 1 FROM \(table) WHERE \(range(lower, upper)) AND (\(condition)\n))"
  }

  /// The values for the statements above.
  func values(lower: SQLiteCursor?, upper: SQLiteCursor?) -> [String: SQLiteValue] {
    var values: [String: SQLiteValue] = [:]
    for (place, value) in (lower?.values ?? []).enumerated() { values["\(Self.lower)\(place)"] = value.bound }
    for (place, value) in (upper?.values ?? []).enumerated() { values["\(Self.upper)\(place)"] = value.bound }
    return values
  }

  // Not what a plan's expression would have by chance.
  private static let lower = ":migrated_lower_"
  private static let upper = ":migrated_upper_"

  private var table: String {
    let name = "main.\(quotedSQLiteIdentifier(key.table))"
    return key.index.map { "\(name) INDEXED BY \(quotedSQLiteIdentifier($0))" } ?? "\(name) NOT INDEXED"
  }

  private var names: [String] { key.columns.map { quotedSQLiteIdentifier($0.name) } }

  private var selected: String {
    names.map { "typeof(\($0)), CASE typeof(\($0)) WHEN 'text' THEN CAST(\($0) AS BLOB) ELSE \($0) END" }
      .joined(separator: ", ")
  }

  private func order(_ direction: String) -> String {
    zip(names, key.columns).map { "\($0)\(collate($1)) \(direction)" }.joined(separator: ", ")
  }

  private func range(_ lower: SQLiteCursor?, _ upper: SQLiteCursor?) -> String {
    let left = "(\(names.joined(separator: ", ")))"
    let after = lower.map { "\(left) > (\(parameters($0, named: Self.lower)))" }
    let upTo = upper.map { "\(left) <= (\(parameters($0, named: Self.upper)))" }
    return [after, upTo].compactMap { $0 }.reduce("1") { $0 == "1" ? $1 : "\($0) AND \($1)" }
  }

  /// The collation stands on this side, since on the column's it would keep SQLite from using the index.
  private func parameters(_ cursor: SQLiteCursor, named name: String) -> String {
    zip(cursor.values, key.columns).enumerated().map { place, pair in
      switch pair.0 {
      case .integer, .real, .blob: "\(name)\(place)\(collate(pair.1))"
      case .text: "CAST(\(name)\(place) AS TEXT)\(collate(pair.1))"
      }
    }.joined(separator: ", ")
  }

  private func collate(_ column: SQLiteBackfillKey.Column) -> String {
    column.collation.map { " COLLATE \(quotedSQLiteIdentifier($0))" } ?? ""
  }
}
