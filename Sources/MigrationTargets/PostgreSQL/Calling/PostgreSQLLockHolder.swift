import MigrationPostgreSQL

/// A session that keeps another one waiting.
struct PostgreSQLLockHolder: Sendable, Hashable {
  /// 0 for a prepared transaction, which has no process.
  var pid: Int
  var words: String

  /// Those in the way of the backend `$1`. What others do is shown in full to members of `pg_read_all_stats` only.
  static let query = """
    SELECT b.pid, a.usename, a.application_name, a.client_addr::text,
      (extract(epoch FROM clock_timestamp() - a.xact_start))::bigint, a.state, left(a.query, 200), a.backend_type
    FROM (SELECT DISTINCT u.pid FROM unnest(pg_catalog.pg_blocking_pids(CAST($1 AS integer))) AS u (pid)) AS b
    LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid
    ORDER BY a.xact_start NULLS LAST, b.pid
    LIMIT 5
    """

  /// From a row of the query above.
  init?(_ row: [String?]) {
    guard row.count == 8, let pid = row[0].flatMap({ Int($0) }) else { return nil }
    self.pid = pid
    if pid == 0 {
      words = "a prepared transaction (see pg_prepared_xacts)"
      return
    }
    var parts: [String] = []
    if let user = row[1] { parts.append("user \(user)") }
    if let application = row[2], !application.isEmpty { parts.append("application \(application)") }
    if let kind = row[7], kind != "client backend" { parts.append(kind) }
    parts.append(row[3].map { "from \($0)" } ?? "from this host or unknown")
    if let age = row[4] { parts.append("transaction open for \(age) s") }
    if let state = row[5] { parts.append(state) }
    var text = "process \(pid) (\(parts.joined(separator: ", "))"
    if let query = row[6], !query.isEmpty {
      text += "; query: " + query.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    words = text + ")"
  }
}
