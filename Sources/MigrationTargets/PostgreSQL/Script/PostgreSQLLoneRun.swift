import MigrationPhases
import MigrationPostgreSQL

/// Carries out one statement that cannot run in a transaction: its intent is committed to the ledger, then it runs, then
/// its proof is taken from the catalogue and committed. After a crash the catalogue is asked; what a half-done statement
/// left behind is taken away, and it runs again.
struct PostgreSQLLoneRun: Sendable {
  var script: PostgreSQLScriptRun
  var statement: ScriptStatement
  var lone: PostgreSQLLoneStatement
  var piece: PostgreSQLPiece

  private var step: StepKey { script.step }
  private var writer: PostgreSQLWriter { script.writer }
  private var place: PostgreSQLPlace { writer.writing.place }

  private enum Intent: Sendable, Hashable {
    case isOver
    case isProven(SchemaVersions)
    /// Whether it was on record before, so that the statement may have run already.
    case stands(wasThere: Bool)
    /// It would only answer with an error: there is nothing to remember.
    case isFutile
  }

  func run(note: @escaping @Sendable (TargetNote) -> Void) async throws(TargetError) -> StepProof {
    let wasThere: Bool
    switch try await intend() {
    case .isOver: return .alreadyDone
    case .isProven(let versions): return .done(versions)
    case .stands(let before): wasThere = before
    case .isFutile: wasThere = false
    }
    note(.begins(statement))
    try await carryOut(mayHaveRun: wasThere, note: note)
    return try await prove()
  }

  private func intend() async throws(TargetError) -> Intent {
    try await writer.run(fresh: true, limit: .look) { call throws(TargetError) in
      guard let tied = try script.enter(call) else { return .isOver }
      let record = try tied.record(matching: step)
      if try script.isOver(record, in: tied) { return .isOver }
      if record?.has(step.phase, piece.step(of: step)) == true { return .isProven(try tied.ledger.versions()) }
      let key = piece.key(of: step)
      let before = try call.run(
        "SELECT 1 FROM migrated.intent WHERE migration = $1 AND phase = $2 AND step = $3",
        [.text(key.migration), .text(key.phase.rawValue), .text(key.step)])
      if !before.rows.isEmpty { return .stands(wasThere: true) }
      if piece.isFirst { try script.removeTriggers(in: call) }
      if try lone.isFutile(in: call) { return .isFutile }
      try call.run(
        """
        INSERT INTO migrated.intent (migration, phase, step, digest, statement, begun_at_us, journal)
        VALUES ($1, $2, $3, $4, $5, \(PostgreSQLLedger.now), $6)
        """,
        [
          .text(key.migration), .text(key.phase.rawValue), .text(key.step), .text(key.digest), .text(statement.sql),
          .text(tied.tie.journal),
        ])
      return .stands(wasThere: false)
    } happened: { call, intent throws(TargetError) in
      switch intent {
      case .isOver, .isProven, .isFutile: true
      // Where it is not there, nothing was done, and all of it can be asked for again.
      case .stands: try PostgreSQLLedger(call: call).hasIntents(of: step.migration)
      }
    }
  }

  private func prove() async throws(TargetError) -> StepProof {
    try await writer.run(fresh: true, limit: .look) { call throws(TargetError) in
      guard let tied = try script.enter(call) else { return .alreadyDone }
      if try script.isOver(try tied.record(matching: step), in: tied) { return .alreadyDone }
      try call.run(
        "DELETE FROM migrated.intent WHERE migration = $1 AND phase = $2 AND step = $3",
        [.text(step.migration), .text(step.phase.rawValue), .text(piece.step(of: step))])
      return .done(try script.prove(piece, in: tied))
    } happened: { call, proof throws(TargetError) in
      try script.isProven(piece, proof, in: call)
    }
  }

  /// Waits for locks, and for old transactions to end, as long as a script may take: nobody queues up behind it.
  private func carryOut(
    mayHaveRun: Bool, note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) {
    let watch = PostgreSQLLockWatch(
      by: writer.watching, every: place.bounds.watch
    ) { note(.isAt("\(statement.file):\(statement.line): \($0)")) }
    let blockers = PostgreSQLBlockers(connection: writer.watching, policy: place.bounds.blockers)
    var mayHaveRun = mayHaveRun
    var tried = 0
    while true {
      let old = try await oldTransactions()
      if !old.isEmpty {
        tried += 1
        let refusal = PostgreSQLOldTransactions.refusal(old, of: statement, in: place)
        guard let pause = place.bounds.retry.pause(after: tried) else { throw refusal }
        note(.waits("\(statement.file):\(statement.line): not begun yet, waits for \(old.words)"))
        for words in await blockers.end(old) { note(.remark(words)) }
        do { try await writer.sleep(pause) } catch { throw .cancelled }
        continue
      }
      let ran = mayHaveRun
      let result: Result<Void, TargetError> = await watch.during {
        do throws(TargetError) {
          return .success(
            try await writer.writing.run(fresh: true, limit: .script) { call throws(TargetError) in
              watch.watch(call.session.backend)
              try PostgreSQLLoneTry(
                call: call, statement: statement, lone: lone, step: step, hasLease: script.tie.lease != nil
              ).run(mayHaveRun: ran)
            })
        } catch { return .failure(error) }
      }
      mayHaveRun = true
      tried += 1
      switch result {
      case .success: return
      case .failure(.locked(let text)):
        guard let pause = place.bounds.retry.pause(after: tried) else { throw .locked(text) }
        do { try await writer.sleep(pause) } catch { throw .cancelled }
      case .failure(.statement(code: "57014", let message, let statement)) where !watch.holders.isEmpty:
        let holders = watch.holders.map(\.words).joined(separator: "; ")
        throw .statement(code: "57014", message: "\(message); it waited for \(holders)", statement: statement)
      case .failure(.unreachable(let text)):
        throw .unreachable(
          "\(text); \(statement.file):\(statement.line) may go on running there: try again, and the catalogue tells what "
            + "became of it")
      case .failure(let error): throw error
      }
    }
  }

  /// Of those that the statement would wait for.
  private func oldTransactions() async throws(TargetError) -> [PostgreSQLLockHolder] {
    guard lone.waitsForTransactions else { return [] }
    return try await writer.writing.run(fresh: true, limit: .look) { call throws(TargetError) in
      try PostgreSQLOldTransactions(call: call).find()
    }
  }
}
