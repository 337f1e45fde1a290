import MigrationPostgreSQL

/// The statements of a backfill over one table. A row is in a range when its key is after `lower` and not after `upper`;
/// their values are the first parameters, `lower`'s before `upper`'s.
struct PostgreSQLBackfillSQL: Sendable {
  var key: PostgreSQLBackfillKey

  /// How many rows come after `lower`, at most the limit, which is the last parameter, and the last one's key.
  func range(after lower: PostgreSQLCursor?) -> String {
    let limit = (lower?.values.count ?? 0) + 1
    let columns = names.joined(separator: ", ")
    return """
      WITH batch AS MATERIALIZED (
        SELECT \(columns) FROM \(key.table) WHERE \(condition(lower, nil)) ORDER BY \(columns) LIMIT $\(limit)
      )
      SELECT (SELECT count(*) FROM batch), \(texts.joined(separator: ", ")) FROM batch
      ORDER BY \(names.map { "batch.\($0) DESC" }.joined(separator: ", ")) LIMIT 1
      """
  }

  func update(
    _ assignments: [BackfillWork.Assignment], condition: String?, lower: PostgreSQLCursor?, upper: PostgreSQLCursor
  ) -> String {
    // The line's end closes a comment that an expression may end in.
    let sets = assignments.map { "\(quotedPostgreSQLIdentifier($0.column)) = (\($0.expression)\n)" }
    return """
      UPDATE \(key.table) SET \(sets.joined(separator: ", "))
      WHERE \(self.condition(lower, upper)) AND (\(condition ?? "true")
      )
      """
  }

  /// Whether rows of the range still fulfil the condition.
  func anyLeft(condition: String, lower: PostgreSQLCursor?, upper: PostgreSQLCursor?) -> String {
    "SELECT EXISTS (SELECT 1 FROM \(key.table) WHERE \(self.condition(lower, upper)) AND (\(condition)\n))"
  }

  func values(lower: PostgreSQLCursor?, upper: PostgreSQLCursor?) -> [PostgreSQLValue] {
    ((lower?.values ?? []) + (upper?.values ?? [])).map { .text($0) }
  }

  private var names: [String] { key.columns.map { quotedPostgreSQLIdentifier($0.name) } }

  /// Dates and times by way of JSON, which writes them the same whatever `DateStyle` says.
  private var texts: [String] {
    zip(names, key.columns).map { name, column in
      switch column.kind {
      case "date", "timestamp", "timestamptz": "to_json(\(name)) #>> '{}'"
      default: "CAST(\(name) AS text)"
      }
    }
  }

  private func condition(_ lower: PostgreSQLCursor?, _ upper: PostgreSQLCursor?) -> String {
    let left = "(\(names.joined(separator: ", ")))"
    let count = lower?.values.count ?? 0
    let after = lower.map { _ in "\(left) > (\(parameters(from: 1)))" }
    let upTo = upper.map { _ in "\(left) <= (\(parameters(from: count + 1)))" }
    let all = [after, upTo].compactMap { $0 }
    return all.isEmpty ? "true" : all.joined(separator: " AND ")
  }

  private func parameters(from first: Int) -> String {
    key.columns.enumerated().map { place, column in "CAST($\(first + place) AS \(column.type))" }
      .joined(separator: ", ")
  }
}
