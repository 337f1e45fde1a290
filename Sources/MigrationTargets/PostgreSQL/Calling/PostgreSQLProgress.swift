/// How far what takes long is, as the server tells it
/// (https://www.postgresql.org/docs/current/progress-reporting.html).
enum PostgreSQLProgress {
  /// Of the backend `$1`: the phase, parts done and all of them, transactions waited for and all of those, and whom it
  /// waits for now.
  static let query = """
    SELECT i.phase,
      CASE WHEN i.blocks_total > 0 THEN i.blocks_done ELSE i.tuples_done END,
      CASE WHEN i.blocks_total > 0 THEN i.blocks_total ELSE i.tuples_total END,
      i.lockers_done, i.lockers_total, nullif(i.current_locker_pid, 0)
    FROM pg_catalog.pg_stat_progress_create_index AS i WHERE i.pid = CAST($1 AS integer)
    UNION ALL
    SELECT v.phase, v.heap_blks_scanned, v.heap_blks_total, 0, 0, NULL
    FROM pg_catalog.pg_stat_progress_vacuum AS v WHERE v.pid = CAST($1 AS integer)
    UNION ALL
    SELECT c.phase, c.heap_blks_scanned, c.heap_blks_total, 0, 0, NULL
    FROM pg_catalog.pg_stat_progress_cluster AS c WHERE c.pid = CAST($1 AS integer)
    LIMIT 1
    """

  /// `building index: scanning table, 43%`, `waiting for writers before build, 1 of 3 transactions`
  static func words(_ row: [String?]) -> String? {
    guard row.count == 6, let phase = row[0] else { return nil }
    let numbers = row.map { $0.flatMap { Int($0) } ?? 0 }
    if numbers[4] > 0 {
      let pid = row[5].map { ", now process \($0)" } ?? ""
      return "\(phase), \(numbers[3]) of \(numbers[4]) transactions\(pid)"
    }
    guard numbers[2] > 0 else { return phase }
    return "\(phase), \(min(100, max(0, numbers[1]) * 100 / numbers[2]))%"
  }
}
