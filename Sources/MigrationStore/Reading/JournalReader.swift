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
