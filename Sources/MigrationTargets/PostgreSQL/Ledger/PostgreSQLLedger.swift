import MigrationPhases
import MigrationPostgreSQL

/// The tables in a target that prove what was done to it.
struct PostgreSQLLedger {
  /// The database's own clock in microseconds, as a SQL expression.
  static let now = "CAST(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000 AS bigint)"

  let call: PostgreSQLCall

  /// nil where there is none. Throws when it is damaged or from a newer version.
  func layout() throws(TargetError) -> Int? {
    let rows = try call.run(
      """
      SELECT c.relname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname IN ('schema', 'ledger', 'backfill', 'intent', 'lease')
      """, [.text(PostgreSQLLedgerLayout.schema)]
    ).rows
    let found = Set(rows.compactMap { $0[0] })
    if found.isEmpty { return nil }
    try check(found, for: PostgreSQLLedgerLayout.oldest)
    let layouts = try reading("SELECT layout FROM migrated.schema WHERE one = 1")
    guard layouts.count == 1, let layout = layouts[0][0].flatMap({ Int($0) }) else {
      throw .ledger("\(place) has no row in migrated.schema; it was altered by hand, restore it from a backup")
    }
    let known = PostgreSQLLedgerLayout.present
    guard layout <= known else {
      throw .ledger("\(place) has layout \(layout), this migrated knows up to \(known); use a newer migrated")
    }
    if layout >= 2 { try check(found, for: PostgreSQLLedgerLayout.tables) }
    return layout
  }

  private func check(_ found: Set<String>, for tables: Set<String>) throws(TargetError) {
    let missing = tables.subtracting(found).sorted().map { "migrated.\($0)" }
    guard missing.isEmpty else {
      throw .ledger("\(place) lacks \(missing.joined(separator: " and ")); restore it from a backup of the database")
    }
  }

  /// Which one it is; nil where there is none. `locked` keeps it as it is until the transaction ends.
  func identity(locked: Bool = false) throws(TargetError) -> LedgerIdentity? {
    guard try layout() != nil else { return nil }
    let rows =
      locked
      ? try reading("SELECT ledger_id, journal FROM migrated.schema WHERE one = 1 FOR UPDATE")
      : try reading("SELECT ledger_id, journal FROM migrated.schema WHERE one = 1")
    guard let row = rows.first, let id = row[0] else { throw .ledger("\(place) has no id; it was altered by hand") }
    return LedgerIdentity(id: id, journal: row[1])
  }

  func record(of migration: String) throws(TargetError) -> LedgerRecord? {
    guard try layout() != nil else { return nil }
    let rows = try reading(
      """
      SELECT phase, step, applied_at_us, undone_at_us IS NOT NULL, digest, journal, adopted_by FROM migrated.ledger
      WHERE migration = $1 ORDER BY entry
      """, [.text(migration)])
    let backfill = try reading(
      "SELECT rows_written, digest, journal, adopted_by, finished FROM migrated.backfill WHERE migration = $1",
      [.text(migration)])
    let intents = try reading("SELECT digest FROM migrated.intent WHERE migration = $1", [.text(migration)])
    let digests = Set(rows.compactMap { $0[4] } + backfill.compactMap { $0[1] } + intents.compactMap { $0[0] })
    guard let digest = digests.first else { return nil }
    guard digests.count == 1 else {
      throw .ledger("\(place) has \(migration) with \(digests.count) digests; it was altered by hand")
    }
    var entries: [LedgerRecord.Entry] = []
    for row in rows { entries.append(try entry(row, of: migration)) }
    let begun = backfill.first.map { row in
      LedgerRecord.Backfill(
        rowsWritten: backfill.compactMap { $0[0].flatMap { Int($0) } }.reduce(0, +),
        isFinished: backfill.allSatisfy { $0[4] == "t" },
        origin: LedgerRecord.Origin(journal: row[2], adoptedBy: row[3]))
    }
    return LedgerRecord(digest: digest, entries: entries, backfill: begun)
  }

  private func entry(_ row: [String?], of migration: String) throws(TargetError) -> LedgerRecord.Entry {
    guard let phase = row[0].flatMap(Phase.init(rawValue:)), let step = row[1],
      let appliedAt = row[2].flatMap({ Int64($0) })
    else { throw .ledger("\(place) has a row of \(migration) that cannot be read; it was altered by hand") }
    return LedgerRecord.Entry(
      phase: phase, step: step, appliedAt: Timestamp(microseconds: appliedAt), undone: row[3] == "t",
      origin: LedgerRecord.Origin(journal: row[5], adoptedBy: row[6]))
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
    let rows = try reading("SELECT current, oldest_supported FROM migrated.schema WHERE one = 1")
    guard let current = rows.first?[0].flatMap({ Int($0) }), let oldest = rows.first?[1].flatMap({ Int($0) }) else {
      throw .ledger("\(place) has no readable versions; it was altered by hand")
    }
    return SchemaVersions(current: current, oldestSupported: oldest)
  }

  /// Whether something of the migration was begun outside of a transaction and is not proven.
  func hasIntents(of migration: String) throws(TargetError) -> Bool {
    guard try layout() != nil else { return false }
    return try !reading("SELECT 1 FROM migrated.intent WHERE migration = $1 LIMIT 1", [.text(migration)]).isEmpty
  }

  var place: String { "the ledger in schema migrated of \(call.place.name)" }

  /// A statement that fails here means that the tables are not the ones we made, or not ours to read.
  func reading(_ sql: String, _ values: [PostgreSQLValue] = []) throws(TargetError) -> [[String?]] {
    do throws(TargetError) {
      return try call.run(sql, values).rows
    } catch .statement(let code, let message, _) where code == "42501" {
      throw .ledger(
        "\(place) cannot be read: \(message); let the role that made it connect, or grant this one what it may do")
    } catch .statement(let code, let message, _) where code != "57014" {
      throw .ledger("\(place) cannot be read: \(message); its tables were altered by hand, or are not migrated's own")
    }
  }
}
