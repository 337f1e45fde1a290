import MigrationPhases
import MigrationSQLite

/// A SQLite database in a file on this host. Foreign keys are not enforced on its connections, as SQLite has it by
/// default and as rebuilding a table needs it; what is kept in the file, such as the journal mode, is left alone.
public final class SQLiteTarget: Target {
  public let name: String
  public let path: String

  private let writing: SQLiteLane
  /// For what a plan asks, which may take long.
  private let asking: SQLiteLane
  /// For short looks, which must not wait for the others.
  private let looking: SQLiteLane

  private let copying: SQLiteLane
  /// For what is tried and taken back, which must not wait for a script of another migration's.
  private let probing: SQLiteLane

  /// Nothing is opened until something is asked.
  public init(name: String, path: String, bounds: SQLiteBounds = SQLiteBounds()) {
    self.name = name
    self.path = path
    let file = SQLiteFile(target: name, path: path)
    writing = SQLiteLane(name: "\(name).writing", file: file, role: .writing, bounds: bounds)
    asking = SQLiteLane(name: "\(name).asking", file: file, role: .reading, bounds: bounds)
    copying = SQLiteLane(name: "\(name).copying", file: file, role: .reading, bounds: bounds)
    probing = SQLiteLane(name: "\(name).probing", file: file, role: .writing, bounds: bounds)
    looking = SQLiteLane(name: "\(name).looking", file: file, role: .reading, bounds: bounds)
  }

  public func observe() async throws(TargetError) -> TargetObservation { try await look(atSchema: true) }

  public func glance() async throws(TargetError) -> TargetObservation { try await look(atSchema: false) }

  private func look(atSchema: Bool) async throws(TargetError) -> TargetObservation {
    try await looking.run { session throws(TargetError) in
      let start = ContinuousClock.now
      return try session.snapshot { session throws(TargetError) in
        let row = try session.run("SELECT \(SQLiteLedger.now), sqlite_version()")[0]
        let ledger = SQLiteLedger(session: session)
        let (identity, versions) = (try ledger.identity(), try ledger.versions())
        let latency = ContinuousClock.now - start
        let fingerprint = atSchema ? try SQLiteSchema(session: session).fingerprint() : ""
        return TargetObservation(
          now: Timestamp(microseconds: row[0].integer ?? 0), latency: latency, ledger: identity,
          versions: versions, schemaFingerprint: fingerprint, engine: "SQLite \(row[1].text ?? "of unknown version")")
      }
    }
  }

  public func ledger(of migration: String) async throws(TargetError) -> LedgerRecord? {
    try await looking.run { session throws(TargetError) in
      try session.snapshot { session throws(TargetError) in try SQLiteLedger(session: session).record(of: migration) }
    }
  }

  public func schema() async throws(TargetError) -> [String] {
    try await looking.run { session throws(TargetError) in
      try session.snapshot { session throws(TargetError) in try SQLiteSchema(session: session).statements() }
    }
  }

  public func apply(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, raisingTo version: Int,
    tied tie: LedgerTie, note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await writing.run(fresh: true, limit: .script) { session throws(TargetError) in
      try SQLiteScriptRun(session: session, tie: tie, inStep: companions.inStep).apply(
        statements, as: step, raisingTo: version, note: note)
    }
  }

  public func undo(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, tied tie: LedgerTie,
    note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await writing.run(fresh: true, limit: .script) { session throws(TargetError) in
      try SQLiteScriptRun(session: session, tie: tie, inStep: companions.inStep).undo(statements, as: step, note: note)
    }
  }

  public func probe(_ inStep: InStep) async throws(TargetError) {
    try await probing.run(fresh: true) { session throws(TargetError) in
      try session.rolledBack { session throws(TargetError) in
        try SQLiteInStep(session: session, inStep: inStep).probe()
      }
    }
  }

  public func adopt(_ tie: LedgerTie) async throws(TargetError) -> LedgerAdoption {
    try await writing.run(fresh: true) { session throws(TargetError) in
      try session.provenTransaction { session throws(TargetError) in
        try SQLiteTiedLedger.adopt(tie, in: session)
      } happened: { session, _ throws(TargetError) in
        try SQLiteLedger(session: session).identity().map(tie.fits) == true
      }
    }
  }

  public func release(_ tie: LedgerTie) async {
    guard tie.lease?.fence != nil else { return }
    try? await writing.run { session throws(TargetError) in
      try session.transaction { session throws(TargetError) in
        try SQLiteTiedLedger(ledger: SQLiteLedger(session: session), tie: tie).letGoOfLease()
      } happened: { _, _ in
        true
      }
    }
  }

  public func verify(_ query: ScriptStatement) async throws(TargetError) -> Verification {
    try await asking.run(limit: .query) { session throws(TargetError) in
      try SQLiteQuery(session: session).verify(query)
    }
  }

  public func count(_ query: ScriptStatement) async throws(TargetError) -> Int {
    try await asking.run(limit: .query) { session throws(TargetError) in
      try SQLiteQuery(session: session).count(query)
    }
  }

  public func restorePoint(in directory: String, label: String) async throws(TargetError) -> RestorePoint {
    try await copying.run(fresh: true) { session throws(TargetError) in
      try SQLiteRestorePoint(session: session, directory: directory).make(label: label)
    }
  }

  public func prepareBackfill(
    _ work: BackfillWork, of step: StepKey
  ) async throws(TargetError) -> BackfillEstimate {
    let (key, row) = try await asking.run(limit: .query) { session throws(TargetError) in
      try SQLiteBackfillPreparation(session: session, work: work).look(for: step)
    }
    let rows: Int
    do throws(TargetError) {
      rows = try await asking.run(limit: .estimate) { session throws(TargetError) in
        try SQLiteBackfillPreparation(session: session, work: work).countRows(of: key.table)
      }
    } catch .statement(code: "9", _, _) {
      rows = try await asking.run { session throws(TargetError) in
        try SQLiteBackfillPreparation(session: session, work: work).guessRows(by: key)
      }
    }
    let done = row?.rowsDone ?? 0
    return BackfillEstimate(
      rows: max(rows, done), rowsDone: done, rowsWritten: row?.rowsWritten ?? 0, key: key.columns.map(\.name))
  }

  public func backfillBatch(
    _ work: BackfillWork, of step: StepKey, tied tie: LedgerTie, limit: Int
  ) async throws(TargetError) -> BackfillBatch {
    try await writing.run { session throws(TargetError) in
      try SQLiteBackfill(session: session, work: work, step: step, tie: tie, limit: max(1, limit)).run()
    }
  }

  public func reopenBackfill(
    _ work: BackfillWork, of step: StepKey, tied tie: LedgerTie
  ) async throws(TargetError) -> Bool {
    try await writing.run { session throws(TargetError) in
      try SQLiteBackfillReopening(session: session, work: work, step: step, tie: tie).run()
    }
  }
}
