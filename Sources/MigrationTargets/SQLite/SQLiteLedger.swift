import MigrationPhases
import MigrationSQLite

/// The tables in a target that prove what was done to it.
struct SQLiteLedger {
  static let layout: Int64 = 1
  static let tables: Set<String> = ["migrated_schema", "migrated_ledger", "migrated_backfill"]

  /// The database's own clock in microseconds, to the millisecond, as a SQL expression.
  static let now = "CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER) * 1000"

  private static let creation = [
    """
    CREATE TABLE migrated_schema (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      layout INTEGER NOT NULL,
      ledger_id TEXT NOT NULL,
      current INTEGER NOT NULL,
      oldest_supported INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE migrated_ledger (
      entry INTEGER PRIMARY KEY,
      migration TEXT NOT NULL,
      digest TEXT NOT NULL,
      phase TEXT NOT NULL,
      step TEXT NOT NULL,
      applied_at_us INTEGER NOT NULL,
      undone_at_us INTEGER
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX migrated_ledger_standing ON migrated_ledger (migration, phase, step)
    WHERE undone_at_us IS NULL
    """,
    """
    CREATE TABLE migrated_backfill (
      migration TEXT NOT NULL,
      step TEXT NOT NULL,
      digest TEXT NOT NULL,
      key TEXT NOT NULL,
      cursor TEXT NOT NULL,
      pass INTEGER NOT NULL,
      written_in_pass INTEGER NOT NULL,
      clears INTEGER NOT NULL,
      batches INTEGER NOT NULL,
      rows_done INTEGER NOT NULL,
      rows_written INTEGER NOT NULL,
      finished INTEGER NOT NULL,
      PRIMARY KEY (migration, step)
    ) STRICT
    """,
    """
    INSERT INTO migrated_schema (one, layout, ledger_id, current, oldest_supported)
    VALUES (1, \(layout), lower(hex(randomblob(16))), 0, 0)
    """,
  ]

  let session: SQLiteSession

  /// Whether there is one. Throws when it is damaged or from a newer version.
  func exists() throws(TargetError) -> Bool {
    let rows = try session.run(
      """
      SELECT lower(name) FROM sqlite_schema
      WHERE type = 'table' AND lower(name) IN ('migrated_schema', 'migrated_ledger', 'migrated_backfill')
      """)
    let found = Set(rows.compactMap { $0[0].text })
    if found.isEmpty { return false }
    let missing = Self.tables.subtracting(found).sorted()
    guard missing.isEmpty else {
      throw .ledger("\(place) lacks \(missing.joined(separator: " and ")); restore it from a copy of the database")
    }
    let layouts = try reading("SELECT layout FROM migrated_schema WHERE one = 1")
    guard layouts.count == 1, case .integer(let layout) = layouts[0][0] else {
      throw .ledger("\(place) has no row in migrated_schema; it was altered by hand, restore it from a copy")
    }
    guard layout <= Self.layout else {
      throw .ledger("\(place) has layout \(layout), this migrated knows up to \(Self.layout); use a newer migrated")
    }
    return true
  }

  func createIfMissing() throws(TargetError) {
    if try exists() { return }
    for statement in Self.creation { try session.run(statement) }
  }

  func record(of migration: String) throws(TargetError) -> LedgerRecord? {
    guard try exists() else { return nil }
    let rows = try reading(
      """
      SELECT phase, step, applied_at_us, undone_at_us IS NOT NULL, digest FROM migrated_ledger
      WHERE migration = :migration ORDER BY entry
      """, [":migration": .text(migration)])
    let backfill = try reading(
      "SELECT rows_written, digest FROM migrated_backfill WHERE migration = :migration",
      [":migration": .text(migration)])
    let digests = Set(rows.compactMap { $0[4].text } + backfill.compactMap { $0[1].text })
    guard let digest = digests.first else { return nil }
    guard digests.count == 1 else {
      throw .ledger("\(place) has \(migration) with \(digests.count) digests; it was altered by hand")
    }
    var entries: [LedgerRecord.Entry] = []
    for row in rows { entries.append(try entry(row, of: migration)) }
    let written = backfill.isEmpty ? nil : backfill.compactMap { $0[0].integer }.reduce(0, +)
    return LedgerRecord(digest: digest, entries: entries, rowsWritten: written.map { Int($0) })
  }

  private func entry(_ row: [SQLiteValue], of migration: String) throws(TargetError) -> LedgerRecord.Entry {
    guard let phase = row[0].text.flatMap(Phase.init(rawValue:)), let step = row[1].text,
      let appliedAt = row[2].integer
    else { throw .ledger("\(place) has a row of \(migration) that cannot be read; it was altered by hand") }
    return LedgerRecord.Entry(
      phase: phase, step: step, appliedAt: Timestamp(microseconds: appliedAt), undone: row[3] == .integer(1))
  }

  /// The record of the step's migration; throws when it is there with another digest.
  func record(matching step: StepKey) throws(TargetError) -> LedgerRecord? {
    let record = try record(of: step.migration)
    guard let record, record.digest != step.digest else { return record }
    throw .ledger(
      "\(place) has \(step.migration) with digest \(record.digest.prefix(12)), not \(step.digest.prefix(12)); "
        + "a plan does not change once it was applied: register the changed one under a new name")
  }

  func add(_ step: StepKey) throws(TargetError) {
    try session.run(
      """
      INSERT INTO migrated_ledger (migration, digest, phase, step, applied_at_us)
      VALUES (:migration, :digest, :phase, :step, \(Self.now))
      """,
      [
        ":migration": .text(step.migration), ":digest": .text(step.digest), ":phase": .text(step.phase.rawValue),
        ":step": .text(step.step),
      ])
  }

  /// Marks what stands of the migration as undone, and forgets how far its backfill was.
  func undo(_ migration: String) throws(TargetError) {
    try session.run(
      """
      UPDATE migrated_ledger SET undone_at_us = \(Self.now)
      WHERE migration = :migration AND undone_at_us IS NULL
      """, [":migration": .text(migration)])
    try session.run("DELETE FROM migrated_backfill WHERE migration = :migration", [":migration": .text(migration)])
  }

  func versions() throws(TargetError) -> SchemaVersions {
    guard try exists() else { return SchemaVersions(current: 0, oldestSupported: 0) }
    let rows = try reading("SELECT current, oldest_supported FROM migrated_schema WHERE one = 1")
    guard let current = rows.first?[0].integer, let oldest = rows.first?[1].integer else {
      throw .ledger("\(place) has no readable versions; it was altered by hand")
    }
    return SchemaVersions(current: Int(current), oldestSupported: Int(oldest))
  }

  func set(_ versions: SchemaVersions?) throws(TargetError) {
    guard let versions else { return }
    try session.run(
      "UPDATE migrated_schema SET current = :current, oldest_supported = :oldest WHERE one = 1",
      [":current": .integer(Int64(versions.current)), ":oldest": .integer(Int64(versions.oldestSupported))])
  }

  var place: String { "the ledger in \(session.file.path)" }

  /// A statement that fails here means that the tables are not the ones we made.
  func reading(_ sql: String, _ values: [String: SQLiteValue] = [:]) throws(TargetError) -> [[SQLiteValue]] {
    do throws(TargetError) {
      return try session.run(sql, values)
    } catch .statement(_, let message, _) where session.stop.reason == nil {
      throw .ledger("\(place) cannot be read: \(message); its tables were altered by hand, or are not migrated's own")
    }
  }
}
