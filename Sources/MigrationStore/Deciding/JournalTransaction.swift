import MigrationDigest
import MigrationPhases

/// One decision under way: reads, writes, and history. Committed when the closure given to `Journal.decide` returns,
/// unless a write failed; rolled back when it throws. Valid only until then.
public final class JournalTransaction: JournalReader {
  /// Continues the history. `at` is never before the last entry's: give the greater of now and `highWater()`.
  /// `detail` is a JSON object, see `HistoryDetail`.
  @discardableResult
  public func append(
    at: Timestamp, actor: RecordedActor, event: String, migration: String? = nil, target: String? = nil,
    phase: Phase? = nil, from: RolloutState? = nil, to: RolloutState? = nil, detail: HistoryDetail = [:]
  ) throws(StoreError) -> HistoryEntry {
    let head = try historyHead()
    var entry = HistoryEntry(
      seq: head.seq + 1, at: at, actor: actor, event: event.storable, migration: migration?.storable,
      target: target?.storable, phase: phase, from: from?.description, to: to?.description, detail: detail.json,
      previousHash: hexadecimal(head.hash), hash: "")
    entry.actor.user = actor.user.storable
    entry.actor.verb = actor.verb.storable
    let hash = HistoryChain.hash(of: entry)
    entry.hash = hexadecimal(hash)
    try access.write(
      """
      INSERT INTO history (seq, at, by_uid, by_user, by_pid, by_verb, event, migration, target, phase, from_state,
        to_state, detail, previous_hash, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        entry.seq, at.microseconds, actor.uid, entry.actor.user, actor.pid, entry.actor.verb, entry.event,
        entry.migration, entry.target, phase?.rawValue, entry.from, entry.to, entry.detail, blob(head.hash), blob(hash),
      ])
    access.head = HistoryHead(seq: entry.seq, hash: hash)
    return entry
  }

  /// Keeps a small fact of the daemon's own, and says so in the history where it is news; nil forgets it.
  public func setFact(
    _ key: String, _ value: String?, at: Timestamp, actor: RecordedActor = .daemon, migration: String? = nil,
    target: String? = nil
  ) throws(StoreError) {
    guard try fact(key) != value else { return }
    if let value {
      try access.write(
        "INSERT INTO fact (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value])
    } else {
      try access.write("DELETE FROM fact WHERE key = ?", [key])
    }
    try append(
      at: at, actor: actor, event: "fact", migration: migration, target: target,
      detail: ["key": .text(key), "value": value.map { .text($0) }])
  }
}
