import MigrationPhases
import MigrationSQLite

/// The ledger within a transaction that writes to it, once it is sure that it is the one that the tie names.
struct SQLiteTiedLedger {
  let ledger: SQLiteLedger
  let tie: LedgerTie

  private var session: SQLiteSession { ledger.session }

  /// Makes it where the tie allows that, and brings an older one up to date; throws `otherLedger` where the database has
  /// another one, or none though it should.
  static func enter(_ tie: LedgerTie, in session: SQLiteSession) throws(TargetError) -> SQLiteTiedLedger {
    if let present = try find(tie, in: session) { return present }
    let tied = SQLiteTiedLedger(ledger: SQLiteLedger(session: session), tie: tie)
    try tied.make()
    try tied.checkLease()
    return tied
  }

  /// As `enter`, but where the target never had a ledger none is made: nil.
  static func find(_ tie: LedgerTie, in session: SQLiteSession) throws(TargetError) -> SQLiteTiedLedger? {
    let tied = SQLiteTiedLedger(ledger: SQLiteLedger(session: session), tie: tie)
    let found = try tied.ledger.identity()
    if found == nil, tie.isNew { return nil }
    guard let found, tie.fits(found) else { throw .otherLedger(expected: tie.ledger, found: found) }
    try tied.bringUpToDate()
    try tied.checkLease()
    return tied
  }

  /// Takes over whatever ledger there is.
  static func adopt(_ tie: LedgerTie, in session: SQLiteSession) throws(TargetError) -> LedgerAdoption {
    let tied = SQLiteTiedLedger(ledger: SQLiteLedger(session: session), tie: tie)
    let found = try tied.ledger.identity()
    if found == nil { try tied.make() } else { try tied.bringUpToDate() }
    let names: [String: SQLiteValue] = [":journal": .text(tie.journal)]
    try session.run(
      "UPDATE migrated_schema SET ledger_id = :ledger, journal = :journal WHERE one = 1",
      [":ledger": .text(tie.ledger), ":journal": .text(tie.journal)])
    try session.run("UPDATE migrated_ledger SET adopted_by = :journal WHERE undone_at_us IS NULL", names)
    let entries = session.connection.changes
    try session.run("UPDATE migrated_backfill SET adopted_by = :journal", names)
    return LedgerAdoption(found: found, entries: entries, versions: try tied.ledger.versions())
  }

  /// The record of the step's migration; throws when it has another digest, or another journal answers for it.
  func record(matching step: StepKey) throws(TargetError) -> LedgerRecord? {
    guard let record = try ledger.record(matching: step) else { return nil }
    if let stranger = record.stranger(to: tie.journal) {
      throw .ledger("\(ledger.place) has \(step.migration) as done by another journal, \(stranger)")
    }
    return record
  }

  /// - Parameter version: what the database offers from then on, for an expand.
  func add(_ step: StepKey, raisingTo version: Int? = nil) throws(TargetError) {
    try session.run(
      """
      INSERT INTO migrated_ledger (migration, digest, phase, step, applied_at_us, raises_to, journal)
      VALUES (:migration, :digest, :phase, :step, \(SQLiteLedger.now), :version, :journal)
      """,
      [
        ":migration": .text(step.migration), ":digest": .text(step.digest), ":phase": .text(step.phase.rawValue),
        ":step": .text(step.step), ":version": version.map { .integer(Int64($0)) } ?? .null,
        ":journal": .text(tie.journal),
      ])
  }

  /// Marks what stands of the migration as undone, and forgets how far its backfill was.
  func undo(_ migration: String) throws(TargetError) {
    try session.run(
      """
      UPDATE migrated_ledger SET undone_at_us = \(SQLiteLedger.now)
      WHERE migration = :migration AND undone_at_us IS NULL
      """, [":migration": .text(migration)])
    try session.run("DELETE FROM migrated_backfill WHERE migration = :migration", [":migration": .text(migration)])
  }

  /// What a phase that was applied makes of the versions. Neither is ever lowered here.
  func raise(for phase: Phase, to version: Int) throws(TargetError) -> SchemaVersions {
    let number: [String: SQLiteValue] = [":version": .integer(Int64(version))]
    switch phase {
    case .expand:
      try session.run("UPDATE migrated_schema SET current = max(current, :version) WHERE one = 1", number)
    case .contract:
      try session.run(
        """
        UPDATE migrated_schema
        SET current = max(current, :version), oldest_supported = max(oldest_supported, :version) WHERE one = 1
        """, number)
    case .backfill, .switch: return try ledger.versions()
    }
    let versions = try ledger.versions()
    guard versions.current >= version, phase == .expand || versions.oldestSupported >= version else {
      throw .ledger(TargetError.proofIsLost(in: ledger.place))
    }
    return versions
  }

  /// Lowers what the database offers to the highest version that still stands, never below the oldest that fits.
  func offerWhatStands() throws(TargetError) -> SchemaVersions {
    try session.run(
      """
      UPDATE migrated_schema SET current = max(
        base, oldest_supported, coalesce(
          (SELECT max(raises_to) FROM migrated_ledger WHERE phase = 'expand' AND undone_at_us IS NULL), 0))
      WHERE one = 1
      """)
    return try ledger.versions()
  }

  private func make() throws(TargetError) {
    for statement in SQLiteLedgerLayout.creation { try session.run(statement) }
    try session.run(
      """
      INSERT INTO migrated_schema (one, layout, ledger_id, current, oldest_supported, journal)
      VALUES (1, :layout, :ledger, 0, 0, :journal)
      """,
      [
        ":layout": .integer(SQLiteLedgerLayout.present), ":ledger": .text(tie.ledger), ":journal": .text(tie.journal),
      ])
  }

  private func bringUpToDate() throws(TargetError) {
    if try ledger.layout() == 1 { try SQLiteLedgerLayout.upgradeFrom1(session, by: tie) }
    if try ledger.layout() == 2 { try SQLiteLedgerLayout.upgradeFrom2(session) }
  }
}
