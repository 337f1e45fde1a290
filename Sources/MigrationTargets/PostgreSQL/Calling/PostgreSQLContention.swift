import MigrationPhases
import MigrationPostgreSQL

/// A lock that was not got, a deadlock, a serialisation failure: what the whole transaction may be tried again for.
struct PostgreSQLContention: Sendable, Hashable {
  enum Reason: Sendable, Hashable {
    case failure(PostgreSQLFailure)
    /// The lock was not even asked for.
    case foreseen(table: String, [PostgreSQLLockHolder])
  }

  var reason: Reason
  /// The plan's statement that ran into it; nil where it was one of ours.
  var statement: ScriptStatement?

  /// Those who were seen in the way before anything was tried.
  var foreseen: [PostgreSQLLockHolder]? {
    switch reason {
    case .failure: nil
    case .foreseen(_, let holders): holders
    }
  }

  /// What is said when all tries came to this.
  func words(tries: Int, in time: Duration, holders: [PostgreSQLLockHolder], target: PostgreSQLPlace) -> String {
    let pids = holders.map(\.pid).filter { $0 > 0 }
    let way =
      pids.isEmpty ? "try again when it is quiet" : "wait for it, or end it: SELECT pg_terminate_backend(\(pids[0]))"
    return "\(start)\(target.name): \(what(target)), tried \(tries) times in \(time.formatted); \(who(holders)); "
      + "nothing of the transaction was applied; \(way)"
  }

  /// What is said until the next try.
  func words(after tries: Int, of most: Int, holders: [PostgreSQLLockHolder], target: PostgreSQLPlace) -> String {
    "\(start)\(what(target)) in try \(tries) of \(most); \(who(holders))"
  }

  private var start: String { statement.map { "\($0.file):\($0.line):\($0.column): " } ?? "" }

  func what(_ target: PostgreSQLPlace) -> String {
    switch reason {
    case .foreseen(let table, _): "no lock on \(table) to be had"
    case .failure(let failure) where failure.isLockTimeout: "no lock within \(target.bounds.lock.formatted)"
    case .failure(let failure): "\(failure.text) (\(failure.code))"
    }
  }

  private func who(_ holders: [PostgreSQLLockHolder]) -> String {
    holders.isEmpty ? "it is not known who is in the way" : "in the way: \(holders.words)"
  }
}
