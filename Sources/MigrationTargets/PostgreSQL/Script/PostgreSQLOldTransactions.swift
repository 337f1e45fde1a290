import MigrationPhases
import MigrationPostgreSQL

/// Transactions that a build outside of a transaction would have to wait for: it waits for each that is older than its
/// own last step, in this database, while a half-built index costs every write.
struct PostgreSQLOldTransactions {
  let call: PostgreSQLCall

  func find() throws(TargetError) -> [PostgreSQLLockHolder] {
    let bound = Int64(call.place.bounds.oldestTransaction / .milliseconds(1))
    let rows = try call.run(
      """
      SELECT a.pid, \(PostgreSQLLockHolder.columns) FROM pg_catalog.pg_stat_activity AS a
      WHERE a.datname = current_database() AND a.pid <> pg_catalog.pg_backend_pid()
        AND a.xact_start < clock_timestamp() - $1 * interval '1 ms'
        AND (a.backend_xid IS NOT NULL OR a.backend_xmin IS NOT NULL OR a.state LIKE 'idle in transaction%')
        AND a.backend_type <> 'autovacuum worker'
      ORDER BY a.xact_start LIMIT 5
      """, [.integer(bound)]
    ).rows
    return rows.compactMap { PostgreSQLLockHolder($0) }
  }

  static func refusal(
    _ holders: [PostgreSQLLockHolder], of statement: ScriptStatement, in place: PostgreSQLPlace
  ) -> TargetError {
    .locked(
      "\(statement.file):\(statement.line):\(statement.column): \(place.name): not begun, since it would wait for "
        + "transactions that are open for more than \(place.bounds.oldestTransaction.inWords): \(holders.words); wait "
        + "for them, or end them: SELECT pg_terminate_backend(\(holders.first?.pid ?? 0))")
  }
}
