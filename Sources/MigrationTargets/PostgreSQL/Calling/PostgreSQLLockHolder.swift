import MigrationPostgreSQL

/// A session that keeps another one waiting, or would.
struct PostgreSQLLockHolder: Sendable, Hashable {
  /// 0 for a prepared transaction, which has no process.
  var pid: Int
  var user: String?
  var application: String?
  /// How long its transaction has been open.
  var age: Duration?
  /// When that began, as the server writes it.
  var began: String?
  var state: String?
  /// `client backend`, `autovacuum worker` …
  var kind: String?
  var words: String

  /// What is asked of the sessions `a`. What others do is shown in full to members of `pg_read_all_stats` only.
  static let columns = """
    a.usename, a.application_name, a.client_addr::text,
    (extract(epoch FROM clock_timestamp() - a.xact_start))::bigint, a.state, left(a.query, 200), a.backend_type,
    a.xact_start::text
    """

  /// Those in the way of the backend `$1`.
  static let query = """
    SELECT b.pid, \(columns)
    FROM (SELECT DISTINCT u.pid FROM unnest(pg_catalog.pg_blocking_pids(CAST($1 AS integer))) AS u (pid)) AS b
    LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid
    ORDER BY a.xact_start NULLS LAST, b.pid
    LIMIT 5
    """

  /// From a row of a pid and the columns above.
  init?(_ row: [String?]) {
    guard row.count == 9, let pid = row[0].flatMap({ Int($0) }) else { return nil }
    self.pid = pid
    if pid == 0 {
      words = "a prepared transaction (see pg_prepared_xacts)"
      return
    }
    (user, application, state, kind, began) = (row[1], row[2], row[5], row[7], row[8])
    age = row[4].flatMap { Int64($0) }.map { .seconds($0) }
    words = ""
    words = describe(address: row[3], query: row[6])
  }

  private func describe(address: String?, query: String?) -> String {
    var parts: [String] = []
    if let user { parts.append("user \(user)") }
    if let application, !application.isEmpty { parts.append("application \(application)") }
    if let kind, kind != "client backend" { parts.append(kind) }
    parts.append(address.map { "from \($0)" } ?? "from this host or unknown")
    if let age { parts.append("transaction open for \(age.components.seconds) s") }
    if let state { parts.append(state) }
    var text = "process \(pid) (\(parts.joined(separator: ", "))"
    if let query, !query.isEmpty {
      // It is kept on record for ever.
      text +=
        "; query: "
        + PostgreSQLQuoting.withoutValues(query).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return text + ")"
  }
}

extension [PostgreSQLLockHolder] {
  var words: String { map(\.words).joined(separator: "; ") }
}
