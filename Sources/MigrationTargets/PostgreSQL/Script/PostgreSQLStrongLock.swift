import MigrationPhases
import MigrationPostgreSQL

/// A lock on a table that the application feels: while it is waited for, whoever comes later waits behind it. So it is
/// looked first whether somebody has the table for long, and then it is not even asked for
/// (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES).
struct PostgreSQLStrongLock: Sendable, Hashable {
  /// As the statement names it.
  var table: String
  /// Whether it excludes readers, too.
  var isAgainstReaders: Bool

  /// nil where the statement takes none, or it cannot be told which.
  init?(_ statement: ScriptStatement) {
    let words = PostgreSQLWords(statement.sql).words
    switch words.prefix(2) {
    case ["alter", "table"]:
      var rest = words.dropFirst(2)
      if rest.starts(with: ["if", "exists"]) { rest.removeFirst(2) }
      if rest.first == "only" { rest.removeFirst() }
      guard let table = rest.popFirst(), let strong = Self.isAgainstReaders(rest) else { return nil }
      (self.table, isAgainstReaders) = (table, strong)
    case ["drop", "table"]:
      var rest = words.dropFirst(2)
      if rest.starts(with: ["if", "exists"]) { rest.removeFirst(2) }
      guard let table = rest.first else { return nil }
      (self.table, isAgainstReaders) = (table, true)
    case ["create", "trigger"]:
      guard let place = words.firstIndex(of: "on"), place + 1 < words.count else { return nil }
      (table, isAgainstReaders) = (words[place + 1], false)
    default: return nil
    }
  }

  /// nil where it is not known, or excludes neither readers nor writers.
  private static func isAgainstReaders(_ action: ArraySlice<String>) -> Bool? {
    switch action.first {
    case "drop", "rename": return true
    case "add":
      let isForeignKey = action.contains("references") && !action.starts(with: ["add", "column"])
      return isForeignKey ? false : true
    case "alter": return action.contains("statistics") ? nil : true
    default: return nil
    }
  }

  /// Those who have the table and are not about to let go of it: idle in a transaction for longer than the lock's
  /// bound, or in one for ten times as long. Whoever reads or writes for moments is not looked for, nor autovacuum, which
  /// gives way.
  func holders(in call: PostgreSQLCall) throws(TargetError) -> [PostgreSQLLockHolder] {
    let bound = Int64(call.place.bounds.lock / .milliseconds(1))
    let rows = try call.run(
      """
      SELECT DISTINCT coalesce(l.pid, 0), \(PostgreSQLLockHolder.columns)
      FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
      WHERE l.locktype = 'relation' AND l.relation = CAST(to_regclass($1) AS oid) AND l.granted
        AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
        AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
        AND ($2 OR l.mode NOT IN ('AccessShareLock', 'RowShareLock'))
        AND (l.pid IS NULL OR (a.backend_type <> 'autovacuum worker' AND (
          a.state LIKE 'idle in transaction%' AND a.xact_start < clock_timestamp() - $3 * interval '1 ms'
          OR a.xact_start < clock_timestamp() - $3 * interval '10 ms')))
      ORDER BY 9 NULLS LAST, 1
      LIMIT 5
      """, [.text(table), .boolean(isAgainstReaders), .integer(bound)]
    ).rows
    return rows.compactMap { PostgreSQLLockHolder($0) }
  }
}
