import MigrationPostgreSQL

/// Ends those in the way whom the policy names.
struct PostgreSQLBlockers: Sendable {
  let connection: PostgreSQLConnection
  var policy: PostgreSQLBlockerPolicy?

  /// What was done, or could not be, in words. Ended is only the very transaction that was seen.
  func end(_ holders: [PostgreSQLLockHolder]) async -> [String] {
    // Where one stays, the others would have been ended in vain.
    guard let policy, holders.allSatisfy(policy.fits) else { return [] }
    var words: [String] = []
    for holder in holders {
      do throws(PostgreSQLError) {
        let ended = try await connection.use(fresh: true) { session throws(PostgreSQLError) in
          try session.run(
            Self.query(policy.action), [.integer(Int64(holder.pid)), .text(holder.began ?? "")], bound: .seconds(5))
        }
        guard ended.value == "t" else { continue }
        words.append("\(policy.action == .cancel ? "cancelled the query of" : "ended") \(holder.words)")
      } catch {
        words.append("could not \(policy.action.rawValue) process \(holder.pid): \(error)")
      }
    }
    return words
  }

  private static func query(_ action: PostgreSQLBlockerPolicy.Action) -> String {
    """
    SELECT pg_catalog.pg_\(action.rawValue)_backend(a.pid) FROM pg_catalog.pg_stat_activity AS a
    WHERE a.pid = $1 AND a.xact_start = CAST($2 AS timestamptz) AND a.backend_type = 'client backend'
    """
  }
}
