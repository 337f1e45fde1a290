import MigrationPhases
import MigrationSQLite

/// The tables in a target that prove what was done to it.
struct SQLiteLedger {
  /// The database's own clock in microseconds, to the millisecond, as a SQL expression.
  static let now = "CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER) * 1000"

  let session: SQLiteSession

  /// nil where there is none. Throws when it is damaged or from a newer version.
  func layout() throws(TargetError) -> Int64? {
    let rows = try session.run(
      """
      SELECT lower(name) FROM sqlite_schema WHERE type = 'table' AND lower(name) IN
        ('migrated_schema', 'migrated_ledger', 'migrated_backfill', 'migrated_lease')
      """)
    let found = Set(rows.compactMap { $0[0].text })
    if found.isEmpty { return nil }
    try check(found, for: SQLiteLedgerLayout.oldest)
    let layouts = try reading("SELECT layout FROM migrated_schema WHERE one = 1")
    guard layouts.count == 1, case .integer(let layout) = layouts[0][0] else {
      throw .ledger("\(place) has no row in migrated_schema; it was altered by hand, restore it from a copy")
    }
    let known = SQLiteLedgerLayout.present
    guard layout <= known else {
      throw .ledger("\(place) has layout \(layout), this migrated knows up to \(known); use a newer migrated")
    }
    if layout >= 3 { try check(found, for: SQLiteLedgerLayout.tables) }
    return layout
  }

  private func check(_ found: Set<String>, for tables: Set<String>) throws(TargetError) {
    let missing = tables.subtracting(found).sorted()
    guard missing.isEmpty else {
      throw .ledger("\(place) lacks \(missing.joined(separator: " and ")); restore it from a copy of the database")
    }
  }

  /// Which one it is; nil where there is none.
  func identity() throws(TargetError) -> LedgerIdentity? {
    let rows: [[SQLiteValue]]
    switch try layout() {
    case nil: return nil
    case 1: rows = try reading("SELECT ledger_id, NULL FROM migrated_schema WHERE one = 1")
    case .some: rows = try reading("SELECT ledger_id, journal FROM migrated_schema WHERE one = 1")
    }
    guard let row = rows.first, let id = row[0].text else {
      throw .ledger("\(place) has no id; it was altered by hand")
    }
    return LedgerIdentity(id: id, journal: row[1].text)
  }

  func record(of migration: String) throws(TargetError) -> LedgerRecord? {
    guard let layout = try layout() else { return nil }
    let name: [String: SQLiteValue] = [":migration": .text(migration)]
    let rows: [[SQLiteValue]]
    let backfill: [[SQLiteValue]]
    if layout == 1 {
      rows = try reading(Self.entriesOfLayout1, name)
      backfill = try reading(Self.backfillOfLayout1, name)
    } else {
      rows = try reading(Self.entries, name)
      backfill = try reading(Self.backfill, name)
    }
    let digests = Set(rows.compactMap { $0[4].text } + backfill.compactMap { $0[1].text })
    guard let digest = digests.first else { return nil }
    guard digests.count == 1 else {
      throw .ledger("\(place) has \(migration) with \(digests.count) digests; it was altered by hand")
    }
    var entries: [LedgerRecord.Entry] = []
    for row in rows { entries.append(try entry(row, of: migration)) }
    let begun = backfill.first.map { row in
      LedgerRecord.Backfill(
        rowsWritten: Int(backfill.compactMap { $0[0].integer }.reduce(0, +)),
        isFinished: backfill.allSatisfy { $0[4] == .integer(1) },
        origin: LedgerRecord.Origin(journal: row[2].text, adoptedBy: row[3].text))
    }
    return LedgerRecord(digest: digest, entries: entries, backfill: begun)
  }

  private static let entries = """
    SELECT phase, step, applied_at_us, undone_at_us IS NOT NULL, digest, journal, adopted_by FROM migrated_ledger
    WHERE migration = :migration ORDER BY entry
    """
  private static let entriesOfLayout1 = """
    SELECT phase, step, applied_at_us, undone_at_us IS NOT NULL, digest, NULL, NULL FROM migrated_ledger
    WHERE migration = :migration ORDER BY entry
    """
  private static let backfill = """
    SELECT rows_written, digest, journal, adopted_by, finished FROM migrated_backfill WHERE migration = :migration
    """
  private static let backfillOfLayout1 = """
    SELECT rows_written, digest, NULL, NULL, finished FROM migrated_backfill WHERE migration = :migration
    """

  private func entry(_ row: [SQLiteValue], of migration: String) throws(TargetError) -> LedgerRecord.Entry {
    guard let phase = row[0].text.flatMap(Phase.init(rawValue:)), let step = row[1].text,
      let appliedAt = row[2].integer
    else { throw .ledger("\(place) has a row of \(migration) that cannot be read; it was altered by hand") }
    return LedgerRecord.Entry(
      phase: phase, step: step, appliedAt: Timestamp(microseconds: appliedAt), undone: row[3] == .integer(1),
      origin: LedgerRecord.Origin(journal: row[5].text, adoptedBy: row[6].text))
  }

  /// The record of the step's migration; throws when it is there with another digest.
  func record(matching step: StepKey) throws(TargetError) -> LedgerRecord? {
    let record = try record(of: step.migration)
    guard let record, record.digest != step.digest else { return record }
    throw .ledger(
      "\(place) has \(step.migration) with digest \(record.digest.prefix(12)), not \(step.digest.prefix(12)); "
        + "a plan does not change once it was applied: register the changed one under a new name")
  }

  func versions() throws(TargetError) -> SchemaVersions {
    guard try layout() != nil else { return SchemaVersions(current: 0, oldestSupported: 0) }
    let rows = try reading("SELECT current, oldest_supported FROM migrated_schema WHERE one = 1")
    guard let current = rows.first?[0].integer, let oldest = rows.first?[1].integer else {
      throw .ledger("\(place) has no readable versions; it was altered by hand")
    }
    return SchemaVersions(current: Int(current), oldestSupported: Int(oldest))
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
