import MigrationPhases
import MigrationPostgreSQL

/// Does and undoes steps that are scripts. What runs in a transaction does so together with its proof in the ledger. A
/// script with statements that cannot is done in parts, each with a proof of its own (`apply/1`, `apply/2` …); after a
/// crash it goes on after the last part that is proven.
struct PostgreSQLScriptRun: Sendable {
  let writer: PostgreSQLWriter
  var step: StepKey
  var tie: LedgerTie
  var direction: Direction
  var companions: ScriptCompanions

  enum Direction: Sendable, Hashable {
    /// Raising what the database offers to a version.
    case apply(Int)
    case undo
  }

  func run(
    _ statements: [ScriptStatement], note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    let parts = try PostgreSQLPart.parts(of: statements)
    guard try await beginPrisma(note) else { return .alreadyDone }
    do throws(TargetError) { return try await run(parts, note: note) } catch {
      await failPrisma(error)
      throw error
    }
  }

  private func run(
    _ parts: [PostgreSQLPart], note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    var proof = StepProof.alreadyDone
    for (index, part) in parts.enumerated() {
      let piece = PostgreSQLPiece(number: index + 1, of: parts.count)
      do throws(TargetError) {
        proof = try await run(part, as: piece, note: note)
      } catch {
        throw index > 0 ? error.after(index, of: parts.count) : error
      }
      // The step as a whole stands, or has nothing to undo.
      if proof == .alreadyDone { return proof }
    }
    return proof
  }

  private func run(
    _ part: PostgreSQLPart, as piece: PostgreSQLPiece, note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    switch part {
    case .together(let statements): try await together(statements, as: piece, isLong: false, note: note)
    case .long(let statement): try await together([statement], as: piece, isLong: true, note: note)
    case .alone(let statement, let lone):
      try await PostgreSQLLoneRun(script: self, statement: statement, lone: lone, piece: piece).run(note: note)
    }
  }

  private func together(
    _ statements: [ScriptStatement], as piece: PostgreSQLPiece, isLong: Bool,
    note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await writer.run(fresh: true, limit: .script, isWatched: isLong, note: note) { call throws(TargetError) in
      guard let tied = try enter(call) else { return .alreadyDone }
      let record = try tied.record(matching: step)
      if try isOver(record, in: tied) { return .alreadyDone }
      if record?.has(step.phase, piece.step(of: step)) == true { return .done(try tied.ledger.versions()) }
      if piece.isFirst { try removeTriggers(in: call) }
      try carryOut(statements, in: call, isLong: isLong, note: note)
      return .done(try prove(piece, in: tied))
    } happened: { call, proof throws(TargetError) in
      try isProven(piece, proof, in: call)
    }
  }

  /// The ledger, made where there is none; nil where there is nothing to undo.
  func enter(_ call: PostgreSQLCall) throws(TargetError) -> PostgreSQLTiedLedger? {
    try call.name(after: step)
    switch direction {
    case .apply: return try PostgreSQLTiedLedger.enter(tie, in: call)
    case .undo: return try PostgreSQLTiedLedger.find(tie, in: call)
    }
  }

  /// Whether the step as a whole needs nothing done.
  func isOver(_ record: LedgerRecord?, in tied: PostgreSQLTiedLedger) throws(TargetError) -> Bool {
    switch direction {
    case .apply: return record?.has(step.phase, step.step) == true
    case .undo:
      guard let record else { return true }
      guard record.stands else { return try !tied.ledger.hasIntents(of: step.migration) }
      try check(record, in: tied.ledger)
      return false
    }
  }

  /// Writes the proof of one part; with the last one, that of the whole.
  func prove(_ piece: PostgreSQLPiece, in tied: PostgreSQLTiedLedger) throws(TargetError) -> SchemaVersions {
    guard piece.isLast else {
      try installTriggersEarly(in: tied.ledger.call)
      try tied.add(piece.key(of: step))
      return try tied.ledger.versions()
    }
    try installTriggers(in: tied.ledger.call)
    if let migration = companions.prisma {
      let prisma = PostgreSQLPrisma(call: tied.ledger.call, migration: migration)
      if direction == .undo { try prisma.rollBack() } else { try prisma.finish() }
    }
    switch direction {
    case .apply(let version):
      if !piece.isWhole { try tied.add(piece.key(of: step)) }
      try tied.add(step, raisingTo: step.phase == .expand ? version : nil)
      return try tied.raise(for: step.phase, to: version)
    case .undo:
      try tied.undo(step.migration)
      return try tied.offerWhatStands()
    }
  }

  /// Puts a migration of Prisma's on its record, or what is left of a failed one off it. False where the step is over.
  private func beginPrisma(_ note: @Sendable (TargetNote) -> Void) async throws(TargetError) -> Bool {
    guard let migration = companions.prisma, direction != .undo || step.phase == .expand else { return true }
    let remarks = try await writer.run(fresh: true, limit: .look) { call throws(TargetError) -> [String]? in
      guard let tied = try enter(call) else { return nil }
      let record = try tied.record(matching: step)
      if direction == .undo {
        if record?.stands != true { try PostgreSQLPrisma(call: call, migration: migration).rollBack() }
        return []
      }
      if record?.has(step.phase, step.step) == true { return nil }
      // Parts of it stand: its row does, too.
      guard record?.hasParts(of: step) != true else { return [] }
      return try PostgreSQLPrisma(call: call, migration: migration).begin()
    } happened: { call, remarks throws(TargetError) in
      guard remarks != nil, direction != .undo else { return true }
      try call.hideLedger()
      return try PostgreSQLPrisma(call: call, migration: migration).isUnderWay()
    }
    for remark in remarks ?? [] { note(.remark(remark)) }
    return remarks != nil
  }

  private func failPrisma(_ error: TargetError) async {
    guard let migration = companions.prisma, direction != .undo else { return }
    switch error {
    case .statement, .locked, .storage, .cancelled: break
    // Whether anything was applied is not known, or it was not begun.
    case .unreachable, .ledger, .otherLedger, .unsupported, .outcomeUnknown: return
    }
    let why = error.description
    _ = try? await writer.run(fresh: true, limit: .look) { call throws(TargetError) in
      try PostgreSQLPrisma(call: call, migration: migration).fail(why)
    } happened: { _, _ in
      true
    }
  }

  /// Before the first statement of what takes columns away.
  func removeTriggers(in call: PostgreSQLCall) throws(TargetError) {
    guard let inStep = companions.inStep, direction == .undo || step.phase == .contract else { return }
    try PostgreSQLInStep(call: call, inStep: inStep).remove()
  }

  /// After the last statement of what adds columns.
  private func installTriggers(in call: PostgreSQLCall) throws(TargetError) {
    guard let inStep = companions.inStep, direction != .undo, step.phase == .expand else { return }
    try call.hideLedger()
    try PostgreSQLInStep(call: call, inStep: inStep).install()
  }

  /// After a part that is not the last: as soon as the columns are there, somebody may write them.
  private func installTriggersEarly(in call: PostgreSQLCall) throws(TargetError) {
    guard companions.inStep != nil, direction != .undo, step.phase == .expand else { return }
    try call.run("SAVEPOINT in_step")
    do throws(TargetError) {
      try installTriggers(in: call)
      try call.run("RELEASE SAVEPOINT in_step")
    } catch .statement {
      try call.run("ROLLBACK TO SAVEPOINT in_step")
    } catch .unsupported {
      try call.run("ROLLBACK TO SAVEPOINT in_step")
    }
  }

  /// Whether the ledger has the proof of a part that may have been committed.
  func isProven(
    _ piece: PostgreSQLPiece, _ proof: StepProof, in call: PostgreSQLCall
  ) throws(TargetError) -> Bool {
    if proof == .alreadyDone { return true }
    let record = try PostgreSQLLedger(call: call).record(of: step.migration)
    if direction == .undo, piece.isLast { return record?.stands != true }
    return record?.has(step.phase, piece.step(of: step)) == true
  }

  /// Only expand, and what a backfill wrote on top of it, can be taken back by a script.
  private func check(_ record: LedgerRecord, in ledger: PostgreSQLLedger) throws(TargetError) {
    if record.entries.contains(where: { $0.phase == .contract && !$0.undone }) {
      throw .ledger(
        "\(ledger.place) has contract of \(step.migration): undoing expand does not bring back what it took")
    }
    guard record.entries.contains(where: { $0.phase == .expand && !$0.undone }) else {
      throw .ledger("\(ledger.place) has a backfill of \(step.migration) and no expand; it was altered by hand")
    }
  }

  private func carryOut(
    _ statements: [ScriptStatement], in call: PostgreSQLCall, isLong: Bool, note: (TargetNote) -> Void
  ) throws(TargetError) {
    let before = try call.run(PostgreSQLLedgerLayout.content).value
    try call.hideLedger()
    try giveWay(before: statements, in: call)
    for statement in statements {
      try call.setBounds(isPatient: isLong)
      note(.begins(statement))
      try call.run(statement.sql, of: statement)
      guard call.session.transaction == .open else {
        throw .outcomeUnknown(
          "\(statement.file):\(statement.line):\(statement.column): it ended the transaction of the step; look at the "
            + "database")
      }
    }
    // The ledger is written as who connected, whatever the script became meanwhile.
    try call.run("RESET ROLE")
    guard try content(in: call) == before else {
      throw .statement(
        code: "42501", message: "the script changed the ledger, the schema migrated; nothing was applied",
        statement: statements.last)
    }
  }

  /// Looks at each table once.
  private func giveWay(before statements: [ScriptStatement], in call: PostgreSQLCall) throws(TargetError) {
    var seen: Set<PostgreSQLStrongLock> = []
    for statement in statements {
      guard let lock = PostgreSQLStrongLock(statement), seen.insert(lock).inserted else { continue }
      let holders = try lock.holders(in: call)
      if !holders.isEmpty { throw call.giveWay(to: holders, on: lock.table, before: statement) }
    }
  }

  private func content(in call: PostgreSQLCall) throws(TargetError) -> String? {
    do throws(TargetError) { return try call.run(PostgreSQLLedgerLayout.content).value } catch .statement {
      return nil
    }
  }
}

extension TargetError {
  /// The same where parts of the script came before.
  fileprivate func after(_ done: Int, of parts: Int) -> TargetError {
    let what =
      "what came before it in \(done) of \(parts) parts of the script stands, and trying again goes on after that"
    return switch self {
    case .statement(let code, let message, let statement):
      .statement(code: code, message: "\(message); \(what)", statement: statement)
    case .locked(let text): .locked("\(text); \(what)")
    case .unreachable(let text): .unreachable("\(text); \(what)")
    case .storage(let text): .storage("\(text); \(what)")
    case .unsupported(let text): .unsupported("\(text); \(what)")
    case .ledger, .otherLedger, .outcomeUnknown, .cancelled: self
    }
  }
}
