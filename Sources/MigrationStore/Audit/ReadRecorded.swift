import MigrationPhases

extension JournalReader {
  /// A rollout as its history tells it: what decisions go by, rather than by rows that could have been written by others.
  public final func recorded(migration: String, target: String) throws(StoreError) -> RecordedRollout {
    var recorded = RecordedRollout()
    try access.eachRow(
      """
      SELECT seq, at, by_uid, by_user, by_pid, by_verb, event, phase, from_state, to_state, detail
      FROM history WHERE migration = ? AND target = ? AND event <> 'refused' ORDER BY seq
      """, [migration, target]
    ) { row in recorded.take(try Self.recorded(&row)) }
    return recorded
  }

  /// Who registered a migration, and with which digest, by the history; nil where it says nothing of it.
  public final func registration(of migration: String) throws(StoreError) -> (digest: String?, by: RecordedActor)? {
    try access.row(
      """
      SELECT seq, at, by_uid, by_user, by_pid, by_verb, event, phase, from_state, to_state, detail
      FROM history WHERE migration = ? AND target IS NULL AND event <> 'refused' AND +event = 'registered'
      ORDER BY seq LIMIT 1
      """, [migration]
    ) { row in
      let entry = try Self.recorded(&row)
      return (entry.facts["digest"], entry.actor)
    }
  }

  /// Until when an older version wrote the history, which said less in its entries; nil where none did.
  final func olderUntil() throws(StoreError) -> Timestamp? {
    try access.row("SELECT at FROM history WHERE event = 'upgraded' ORDER BY seq DESC LIMIT 1") { row in
      try row.timestamp()
    }
  }

  static func recorded(_ row: inout RowReader) throws(StoreError) -> RecordedEntry {
    RecordedEntry(
      seq: try row.integer(), at: try row.timestamp(), actor: try row.actor(), event: try row.text(),
      phase: try row.textOrNil(), from: try row.textOrNil(), to: try row.textOrNil(), detail: try row.text())
  }
}
