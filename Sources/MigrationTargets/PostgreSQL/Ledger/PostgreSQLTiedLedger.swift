import MigrationPhases
import MigrationPostgreSQL

/// The ledger within a transaction that writes to it, once it is sure that it is the one that the tie names.
struct PostgreSQLTiedLedger {
  let ledger: PostgreSQLLedger
  let tie: LedgerTie

  private var call: PostgreSQLCall { ledger.call }

  /// Makes it where the tie allows that; throws `otherLedger` where the database has another one, or none though it
  /// should.
  static func enter(_ tie: LedgerTie, in call: PostgreSQLCall) throws(TargetError) -> PostgreSQLTiedLedger {
    if let present = try find(tie, in: call) { return present }
    let tied = PostgreSQLTiedLedger(ledger: PostgreSQLLedger(call: call), tie: tie)
    try tied.make()
    try tied.checkLease()
    return tied
  }

  /// As `enter`, but where the target never had a ledger none is made: nil.
  static func find(_ tie: LedgerTie, in call: PostgreSQLCall) throws(TargetError) -> PostgreSQLTiedLedger? {
    let tied = PostgreSQLTiedLedger(ledger: PostgreSQLLedger(call: call), tie: tie)
    let found = try tied.ledger.identity(locked: true)
    if found == nil, tie.isNew { return nil }
    guard let found, tie.fits(found) else { throw .otherLedger(expected: tie.ledger, found: found) }
    try tied.bringUpToDate()
    try tied.checkLease()
    return tied
  }

  /// Takes over whatever ledger there is.
  static func adopt(_ tie: LedgerTie, in call: PostgreSQLCall) throws(TargetError) -> LedgerAdoption {
    let tied = PostgreSQLTiedLedger(ledger: PostgreSQLLedger(call: call), tie: tie)
    let found = try tied.ledger.identity(locked: true)
    if found == nil { try tied.make() } else { try tied.bringUpToDate() }
    try call.run(
      "UPDATE migrated.schema SET ledger_id = $1, journal = $2 WHERE one = 1", [.text(tie.ledger), .text(tie.journal)])
    let entries = try call.run(
      "UPDATE migrated.ledger SET adopted_by = $1 WHERE undone_at_us IS NULL", [.text(tie.journal)]
    ).affected
    try call.run("UPDATE migrated.backfill SET adopted_by = $1", [.text(tie.journal)])
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
    try call.run(
      """
      INSERT INTO migrated.ledger (migration, digest, phase, step, applied_at_us, raises_to, journal)
      VALUES ($1, $2, $3, $4, \(PostgreSQLLedger.now), $5, $6)
      """,
      [
        .text(step.migration), .text(step.digest), .text(step.phase.rawValue), .text(step.step),
        version.map { .integer(Int64($0)) } ?? .null, .text(tie.journal),
      ])
  }

  /// Marks what stands of the migration as undone, and forgets how far its backfill was.
  func undo(_ migration: String) throws(TargetError) {
    try call.run(
      """
      UPDATE migrated.ledger SET undone_at_us = \(PostgreSQLLedger.now) WHERE migration = $1 AND undone_at_us IS NULL
      """, [.text(migration)])
    try call.run("DELETE FROM migrated.backfill WHERE migration = $1", [.text(migration)])
    try call.run("DELETE FROM migrated.intent WHERE migration = $1", [.text(migration)])
  }

  /// What a phase that was applied makes of the versions. Neither is ever lowered here.
  func raise(for phase: Phase, to version: Int) throws(TargetError) -> SchemaVersions {
    let number = [PostgreSQLValue.integer(Int64(version))]
    switch phase {
    case .expand:
      try call.run("UPDATE migrated.schema SET current = greatest(current, $1) WHERE one = 1", number)
    case .contract:
      try call.run(
        """
        UPDATE migrated.schema
        SET current = greatest(current, $1), oldest_supported = greatest(oldest_supported, $1) WHERE one = 1
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
    try call.run(
      """
      UPDATE migrated.schema SET current = greatest(
        base, oldest_supported,
        (SELECT max(raises_to) FROM migrated.ledger WHERE phase = 'expand' AND undone_at_us IS NULL))
      WHERE one = 1
      """)
    return try ledger.versions()
  }

  private func bringUpToDate() throws(TargetError) {
    guard try ledger.layout() == 1 else { return }
    for statement in PostgreSQLLedgerLayout.upgradeFrom1 { try call.run(statement) }
  }

  /// The schema may be there already, made by somebody who did not want to grant CREATE on the database.
  private func make() throws(TargetError) {
    let schema = try call.run(
      "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", [.text(PostgreSQLLedgerLayout.schema)])
    do throws(TargetError) {
      if schema.rows.isEmpty { try call.run("CREATE SCHEMA migrated") }
      for statement in PostgreSQLLedgerLayout.creation { try call.run(statement) }
    } catch .statement(code: "42501", let message, _) {
      throw .ledger(
        "\(ledger.place) cannot be made: \(message); run GRANT CREATE ON DATABASE … TO the role that migrated connects "
          + "as, or CREATE SCHEMA migrated AUTHORIZATION that role")
    }
    try call.run(
      """
      INSERT INTO migrated.schema (one, layout, ledger_id, current, oldest_supported, journal)
      VALUES (1, $1, $2, 0, 0, $3)
      """, [.integer(Int64(PostgreSQLLedgerLayout.present)), .text(tie.ledger), .text(tie.journal)])
  }
}
