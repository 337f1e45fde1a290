import MigrationPhases
import MigrationPostgreSQL

/// A lock that was not got, a deadlock, a serialisation failure: what the whole transaction may be tried again for.
struct PostgreSQLContention: Sendable, Hashable {
  var failure: PostgreSQLFailure
  /// The plan's statement that ran into it; nil where it was one of ours.
  var statement: ScriptStatement?

  /// What is said when all tries came to this.
  func words(tries: Int, in time: Duration, holders: [PostgreSQLLockHolder], target: PostgreSQLPlace) -> String {
    let start = statement.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
    let what =
      failure.isLockTimeout
      ? "no lock within \(target.bounds.lock.formatted)" : "\(failure.text) (\(failure.code))"
    let who =
      holders.isEmpty
      ? "it is not known who is in the way"
      : "in the way: " + holders.map(\.words).joined(separator: "; ")
    let pids = holders.map(\.pid).filter { $0 > 0 }
    let way =
      pids.isEmpty ? "try again when it is quiet" : "wait for it, or end it: SELECT pg_terminate_backend(\(pids[0]))"
    return "\(start)\(target.name): \(what), tried \(tries) times in \(time.formatted); \(who); "
      + "nothing of the transaction was applied; \(way)"
  }
}
