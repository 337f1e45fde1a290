import GRDB
import MigrationPhases

/// What can be asked of the journal inside one `Journal.read` or `Journal.decide`: all answers are of one moment.
/// Valid only until that closure returns; then every question throws `closed`.
public class JournalReader {
  let access: JournalAccess

  init(_ access: JournalAccess) { self.access = access }

  /// The value that `JournalTransaction.setFact` stored last; nil when there is none.
  public final func fact(_ key: String) throws(StoreError) -> String? {
    try access.row("SELECT value FROM fact WHERE key = ?", [key]) { row in try row.text() }
  }

  /// The facts whose keys begin so, by the rest of their keys.
  public final func facts(beginning prefix: String) throws(StoreError) -> [String: String] {
    // 0x10FFFF is above whatever else may follow.
    let rows = try access.rows(
      "SELECT key, value FROM fact WHERE key >= ?1 AND key < ?1 || char(0x10FFFF)", [prefix]
    ) { row in (try row.text(), try row.text()) }
    return Dictionary(rows.map { (String($0.0.dropFirst(prefix.count)), $0.1) }) { first, _ in first }
  }

  public final func counts() throws(StoreError) -> JournalCounts {
    let migrations = try access.row("SELECT count(*) FROM migration") { row in try row.int() }
    let shapes = try access.rows("SELECT shape, count(*) FROM rollout GROUP BY shape") { row in
      (try row.word() as RolloutState.Shape, try row.int())
    }
    let entries = try access.row("SELECT seq FROM history_head") { row in try row.integer() }
    return JournalCounts(
      migrations: migrations ?? 0, rollouts: Dictionary(uniqueKeysWithValues: shapes), historyEntries: entries ?? 0)
  }
}
