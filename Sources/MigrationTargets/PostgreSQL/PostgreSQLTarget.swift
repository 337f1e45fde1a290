import MigrationPhases
import MigrationPostgreSQL

/// A PostgreSQL database, 13 or newer. The role that connects needs CREATE on the database, for the ledger's schema, and
/// what the plans' own statements need; it need not be a superuser.
public final class PostgreSQLTarget: Target {
  public let name: String

  /// For short looks, which must not wait for the others.
  private let looking: PostgreSQLLane
  /// For what a plan asks, which may take long.
  private let asking: PostgreSQLLane
  private let writer: PostgreSQLWriter
  private let lease: PostgreSQLLease

  /// Nothing is connected to until something is asked. `sleep` is for the pauses between tries, and throws when the task
  /// is cancelled.
  public init(
    name: String, settings: PostgreSQLSettings, bounds: PostgreSQLBounds = PostgreSQLBounds(),
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.name = name
    let place = PostgreSQLPlace(name: settings.description, bounds: bounds)
    looking = PostgreSQLLane(name: "\(name).looking", settings: settings, place: place)
    asking = PostgreSQLLane(name: "\(name).asking", settings: settings, place: place)
    writer = PostgreSQLWriter(
      writing: PostgreSQLLane(name: "\(name).writing", settings: settings, place: place),
      watching: PostgreSQLConnection(name: "\(name).watching", settings: settings), sleep: sleep)
    lease = PostgreSQLLease(
      lane: PostgreSQLLane(name: "\(name).holding", settings: settings, place: place), sleep: sleep)
  }

  public func observe() async throws(TargetError) -> TargetObservation { try await look(atSchema: true) }

  public func glance() async throws(TargetError) -> TargetObservation { try await look(atSchema: false) }

  private func look(atSchema: Bool) async throws(TargetError) -> TargetObservation {
    try await looking.run(limit: .look) { call throws(TargetError) in
      let start = ContinuousClock.now
      return try call.snapshot { call throws(TargetError) in
        let row = try call.run("SELECT \(PostgreSQLLedger.now), current_setting('server_version')").rows[0]
        let ledger = PostgreSQLLedger(call: call)
        let (identity, versions) = (try ledger.identity(), try ledger.versions())
        let version = row[1]?.split(separator: " ").first ?? "of unknown version"
        let latency = ContinuousClock.now - start
        return TargetObservation(
          now: Timestamp(microseconds: row[0].flatMap { Int64($0) } ?? 0), latency: latency, ledger: identity,
          versions: versions, schemaFingerprint: atSchema ? try fingerprint(call) : "", engine: "PostgreSQL \(version)")
      }
    }
  }

  /// Reading some definitions takes a lock that a change of the schema under way keeps: then it is not known.
  private func fingerprint(_ call: PostgreSQLCall) throws(TargetError) -> String {
    do throws(TargetError) { return try PostgreSQLSchema(call: call).fingerprint() } catch .locked { return "" }
  }

  public func ledger(of migration: String) async throws(TargetError) -> LedgerRecord? {
    try await looking.run(limit: .look) { call throws(TargetError) in
      try call.snapshot { call throws(TargetError) in try PostgreSQLLedger(call: call).record(of: migration) }
    }
  }

  public func schema() async throws(TargetError) -> [String] {
    try await looking.run(limit: .look) { call throws(TargetError) in
      try call.snapshot { call throws(TargetError) in try PostgreSQLSchema(call: call).lines() }
    }
  }

  public func apply(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, raisingTo version: Int,
    tied tie: LedgerTie, note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await lease.hold(tie, for: step)
    let script = PostgreSQLScriptRun(
      writer: writer, step: step, tie: tie, direction: .apply(version), companions: companions)
    return try await script.run(statements, note: note)
  }

  public func undo(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, tied tie: LedgerTie,
    note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await lease.hold(tie, for: step)
    let script = PostgreSQLScriptRun(writer: writer, step: step, tie: tie, direction: .undo, companions: companions)
    return try await script.run(statements, note: note)
  }

  public func expectProgram(
    with companions: ScriptCompanions, as step: StepKey, tied tie: LedgerTie
  ) async throws(TargetError) -> PrismaProgramStart {
    try await lease.hold(tie, for: step)
    // No version is raised before it is proven.
    return try await program(companions, step, tie, raisingTo: 0).expect()
  }

  public func proveProgram(
    with companions: ScriptCompanions, as step: StepKey, raisingTo version: Int, tied tie: LedgerTie
  ) async throws(TargetError) -> PrismaProgramEnd {
    try await lease.hold(tie, for: step)
    return try await program(companions, step, tie, raisingTo: version).prove()
  }

  private func program(
    _ companions: ScriptCompanions, _ step: StepKey, _ tie: LedgerTie, raisingTo version: Int
  ) throws(TargetError) -> PostgreSQLPrismaProgram {
    try PostgreSQLPrismaProgram(
      PostgreSQLScriptRun(writer: writer, step: step, tie: tie, direction: .apply(version), companions: companions),
      place: name)
  }

  public func probe(_ inStep: InStep) async throws(TargetError) {
    try await asking.run(fresh: true, limit: .look) { call throws(TargetError) in
      try call.rolledBack { call throws(TargetError) in
        try call.hideLedger()
        try PostgreSQLInStep(call: call, inStep: inStep).probe()
      }
    }
  }

  public func release(_ tie: LedgerTie) async {
    if tie.lease != nil { await lease.letGo() }
  }

  public func adopt(_ tie: LedgerTie) async throws(TargetError) -> LedgerAdoption {
    try await writer.run(fresh: true, limit: .look) { call throws(TargetError) in
      try PostgreSQLTiedLedger.adopt(tie, in: call)
    } happened: { call, _ throws(TargetError) in
      try PostgreSQLLedger(call: call).identity().map(tie.fits) == true
    }
  }

  public func verify(_ query: ScriptStatement) async throws(TargetError) -> Verification {
    try await asking.run(limit: .query) { call throws(TargetError) in try PostgreSQLQuery(call: call).verify(query) }
  }

  public func count(_ query: ScriptStatement) async throws(TargetError) -> Int {
    try await asking.run(limit: .query) { call throws(TargetError) in try PostgreSQLQuery(call: call).count(query) }
  }

  public func restorePoint(in directory: String, label: String) async throws(TargetError) -> RestorePoint {
    try await asking.run(limit: .look) { call throws(TargetError) in
      try PostgreSQLRestorePoint(call: call).make(label: label)
    }
  }

  public func prepareBackfill(
    _ work: BackfillWork, of step: StepKey
  ) async throws(TargetError) -> BackfillEstimate {
    let (key, row) = try await asking.run(limit: .query) { call throws(TargetError) in
      try PostgreSQLBackfillPreparation(call: call, work: work).look(for: step)
    }
    let rows: Int
    do throws(TargetError) {
      rows = try await asking.run(limit: .estimate) { call throws(TargetError) in
        try PostgreSQLBackfillPreparation(call: call, work: work).countRows(of: key)
      }
    } catch .statement(code: "57014", _, _) {
      rows = try await asking.run(limit: .look) { call throws(TargetError) in
        try PostgreSQLBackfillPreparation(call: call, work: work).guessRows(of: key)
      }
    }
    let done = row?.rowsDone ?? 0
    return BackfillEstimate(
      rows: max(rows, done), rowsDone: done, rowsWritten: row?.rowsWritten ?? 0, key: key.columns.map(\.name))
  }

  public func backfillBatch(
    _ work: BackfillWork, of step: StepKey, tied tie: LedgerTie, limit: Int
  ) async throws(TargetError) -> BackfillBatch {
    try await lease.hold(tie, for: step)
    let done = try await writer.run(limit: .batch, whenCutOff: .tryAgain) { call throws(TargetError) in
      try PostgreSQLBackfill(call: call, work: work, step: step, tie: tie, limit: max(1, limit)).run()
    } happened: { call, done throws(TargetError) in
      try PostgreSQLBackfillRow.batches(of: step, in: PostgreSQLLedger(call: call)) == done.batches
    }
    var batch = done.batch
    batch.held = ContinuousClock.now - done.began
    batch.keepsOthersOut = false
    return batch
  }

  public func reopenBackfill(
    _ work: BackfillWork, of step: StepKey, tied tie: LedgerTie
  ) async throws(TargetError) -> Bool {
    try await lease.hold(tie, for: step)
    let done = try await writer.run(limit: .batch, whenCutOff: .tryAgain) { call throws(TargetError) in
      try PostgreSQLBackfillReopening(call: call, work: work, step: step, tie: tie).run()
    } happened: { call, done throws(TargetError) in
      try PostgreSQLBackfillRow.batches(of: step, in: PostgreSQLLedger(call: call)) == done.batches
    }
    return done.isOpen
  }
}
