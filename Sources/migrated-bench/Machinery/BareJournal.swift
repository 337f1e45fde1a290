import MigrationSQLite

/// What SQLite itself needs for the rows of one decision: the same tables, columns and indexes as the journal's, the same
/// three rows written, WAL and FULL; no checks, no triggers, no reading, no hash, every statement prepared once.
final class BareJournal {
  private let connection: SQLiteConnection
  private let begin, update, insert, head, commit: SQLiteStatement
  private var seq: Int64 = 0

  init(at path: String) throws {
    connection = try SQLiteConnection(path: path, mode: .create)
    for statement in Self.layout { try connection.run(statement) }
    begin = try connection.prepare("BEGIN IMMEDIATE")
    update = try connection.prepare(
      "UPDATE rollout SET shape = ?, activity = ?, of_phase = NULL, attempts = 0, changed_at = ? WHERE id = 1")
    insert = try connection.prepare("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    head = try connection.prepare("UPDATE history_head SET seq = ?, hash = ? WHERE one = 1")
    commit = try connection.prepare("COMMIT")
  }

  func change() throws {
    seq += 1
    let isPaused = seq % 2 == 0
    let at = SQLiteValue.integer(SampleJournal.moment(Int(seq)).microseconds)
    let hash = SQLiteValue.blob([UInt8](repeating: UInt8(truncatingIfNeeded: seq), count: 32))
    let actor = SampleJournal.actor
    try run(begin)
    try run(update, [.text(isPaused ? "paused" : "queued"), .text("expand"), at])
    try run(
      insert,
      [
        .integer(seq), at, .integer(Int64(actor.uid)), .text(actor.user), .integer(Int64(actor.pid)), .text(actor.verb),
        .text("commanded"), .text(SampleJournal.name(1)), .text(SampleJournal.target), .text("expand"),
        .text(isPaused ? "queued(expand)" : "paused(expand)"), .text(isPaused ? "paused(expand)" : "queued(expand)"),
        .text(#"{"command":"\#(isPaused ? "pause" : "resume")"}"#), hash, hash,
      ])
    try run(head, [.integer(seq), hash])
    try run(commit)
  }

  private func run(_ statement: SQLiteStatement, _ values: [SQLiteValue] = []) throws {
    for (place, value) in values.enumerated() { try statement.bind(value, at: Int32(place + 1)) }
    while try statement.step() {}
    statement.reset()
  }

  private static let layout = [
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    """
    CREATE TABLE rollout (
      id INTEGER PRIMARY KEY, migration_id INTEGER, target TEXT, environment TEXT, shape TEXT, activity TEXT,
      of_phase TEXT, attempt INTEGER, halt_reason TEXT, attempts INTEGER, detail TEXT, changed_at INTEGER,
      expand_at INTEGER, backfill_at INTEGER, switch_at INTEGER, contract_at INTEGER)
    """,
    "CREATE INDEX rollout_by_shape ON rollout (shape, changed_at)",
    """
    CREATE TABLE history (
      seq INTEGER PRIMARY KEY, at INTEGER, by_uid INTEGER, by_user TEXT, by_pid INTEGER, by_verb TEXT, event TEXT,
      migration TEXT, target TEXT, phase TEXT, from_state TEXT, to_state TEXT, detail TEXT, previous_hash BLOB, hash BLOB)
    """,
    "CREATE INDEX history_by_at ON history (at)",
    "CREATE INDEX history_by_migration ON history (migration)",
    "CREATE INDEX history_by_target ON history (target)",
    "CREATE INDEX history_by_user ON history (by_user)",
    "CREATE INDEX history_by_event ON history (event)",
    "CREATE TABLE history_head (one INTEGER PRIMARY KEY, seq INTEGER, hash BLOB)",
    """
    INSERT INTO rollout (id, migration_id, target, environment, shape, attempts, changed_at)
    VALUES (1, 1, 'shop-production', 'production', 'planned', 0, 0)
    """,
    "INSERT INTO history_head VALUES (1, 0, zeroblob(32))",
  ]
}
