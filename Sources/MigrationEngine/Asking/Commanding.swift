import MigrationPhases
import MigrationStore

extension Engine {
  private enum Answer {
    case moved(RolloutRecord)
    case refused(Refusal, RolloutState)
    case unmet(Phase, RolloutRecord, [Gate])
  }

  /// Carries out a command on one rollout, or refuses it; both are on record when this returns.
  /// Whatever would queue a phase passes that phase's gates first.
  /// - Parameter note: the caller's reason or evidence, for the record.
  @discardableResult
  public func command(
    _ command: Command, migration: String, target: String?, note: String? = nil, by actor: RecordedActor
  ) async throws(EngineError) -> RolloutRecord {
    do { return try await carriedOut(command, migration: migration, target: target, note: note, by: actor) } catch {
      throw try refusing(command.description, error, migration: migration, target: target, note: note, by: actor)
    }
  }

  private func carriedOut(
    _ command: Command, migration: String, target: String?, note: String?, by actor: RecordedActor
  ) async throws(EngineError) -> RolloutRecord {
    guard !isStopping else { throw .stopping }
    let (found, rollout) = try locate(migration, target: target)
    var look: GateLook?
    if command.passesGates, case .queued(.phase(let phase)) = try? rollout.state.after(command) {
      look = await self.look(at: rollout, of: found, phase: phase)
    }
    let seen = look
    let wayBack = command == .rollback ? try await self.wayBack(of: rollout, of: found) : nil
    let answer = try decide { transaction in
      try decided(
        command, on: rollout.id, of: found, look: seen, wayBack: wayBack, note: note, by: actor, in: transaction)
    }
    switch answer {
    case .moved(let record):
      settle(record)
      return record
    case .refused(let refusal, let state): throw .refused(refusal, state)
    case .unmet(let phase, let record, let gates):
      throw .gatesUnmet(migration: record.migration, target: record.target, phase: phase, gates: gates)
    }
  }

  private func decided(
    _ command: Command, on id: Int64, of migration: MigrationRecord, look: GateLook?, wayBack: WayBack?,
    note: String?, by actor: RecordedActor, in transaction: JournalTransaction
  ) throws -> Answer {
    guard let rollout = try transaction.rollout(id: id) else {
      throw EngineError.noSuchMigration(migration.name, near: [])
    }
    let line = HistoryLine(at: try stamp(transaction), actor: actor, rollout: rollout)
    let next: RolloutState
    do throws(Refusal) {
      next = try rollout.state.after(command)
      if let wayBack { try wayBack.mustBeOpen(for: rollout) }
      if command == .rollback, topology.entry(named: rollout.target) == nil { throw .targetGone(rollout.target) }
    } catch {
      try line.append(
        "refused", ["command": command.description, "code": error.code, "note": note], to: transaction)
      return .refused(error, rollout.state)
    }
    if command.passesGates, case .queued(.phase(let phase)) = next {
      let gates = try facts(of: rollout, of: migration, phase: phase, look: look, in: transaction).gates
      let unmet = gates.filter { !$0.holds }
      if !unmet.isEmpty {
        let names = unmet.map { gate in gate.subject.map { "\(gate.kind.rawValue):\($0)" } ?? gate.kind.rawValue }
        try line.append(
          "refused",
          ["command": command.description, "code": "gatesUnmet", "unmet": names.joined(separator: " "), "note": note],
          phase: phase, to: transaction)
        return .unmet(phase, rollout, gates)
      }
    }
    if case .resolve(let resolution) = command {
      try record(resolution, of: rollout, note: note, line, in: transaction)
    }
    let ends = next.shape == .running ? nil : try programEnded(of: rollout, by: next, in: transaction)
    try transaction.setState(ofRollout: id, to: next, detail: ends ?? rollout.detailKept(under: next), at: line.at)
    try line.append(
      "commanded", ["command": command.description, "note": note, "ends": ends], to: next, in: transaction)
    return .moved(try transaction.rollout(id: id) ?? rollout)
  }

  /// What a person says of the step whose outcome was unknown goes to that step. Of a rollback that failed or that the
  /// ledger did not bear out it is the last one.
  private func record(
    _ resolution: Command.Resolution, of rollout: RolloutRecord, note: String?, _ line: HistoryLine,
    in transaction: JournalTransaction
  ) throws {
    let steps = try transaction.steps(ofRollout: rollout.id, attempt: nil)
    let open =
      rollout.state.haltReason == .outcomeUnknown
      ? steps.last { $0.status == .unknown || $0.status == .intended } : steps.last { $0.attempt == rollout.attempts }
    guard let open else { return }
    let status: StepStatus =
      switch resolution {
      case .done: .resolvedDone
      case .notDone: .resolvedNotDone
      }
    try line.append(try transaction.endStep(open.id, status, detail: note, at: line.at), to: transaction)
  }

  /// What is said when a rollout that runs a program of its plan stops running by hand; nil where no program runs.
  /// - Parameter next: what it becomes.
  func programEnded(of rollout: RolloutRecord, by next: RolloutState, in reader: JournalReader) throws -> String? {
    guard case .running(let activity, let attempt) = rollout.state,
      let step = try reader.steps(ofRollout: rollout.id, attempt: attempt).last, step.status == .intended,
      let plan = try? plans.plan(of: rollout.migrationID, in: reader),
      let work = try? plan.steps(of: activity, deployed: true).first(where: { $0.name == step.name }),
      work.isProgram
    else { return nil }
    if work.isLeftToEnd, !next.isWayBack {
      return "the program of '\(step.name)' is not ended, lest it leave a half: it goes on until it ends by itself"
    }
    return "the program of '\(step.name)' is ended: TERM to its process group, KILL after "
      + CommandRunner.grace.inWords
  }

  /// After a state has changed by hand: work that no longer is to run is told so, waiting work is offered. Only the way
  /// back ends a program that cannot be repeated; it undoes what that program did.
  func settle(_ record: RolloutRecord) {
    switch record.state {
    case .running: break
    case .queued(.rollback): active[record.id]?.stop.set(.abandon)
    case .planned, .queued(.phase), .paused, .completed, .halted, .cancelled, .rolledBack:
      active[record.id]?.stop.set(.gentle)
    }
    claimable.changed()
    changes.changed()
  }
}

extension Command {
  /// Whether a phase that this queues must pass its gates. A person's word on an unknown outcome is taken as it is;
  /// the gates are asked when the phase begins.
  var passesGates: Bool {
    switch self {
    case .advance, .resume, .retry: true
    case .pause, .rollback, .cancel, .resolve, .haltEverything: false
    }
  }
}

extension RolloutRecord {
  /// The words about a halt stay while it is halted.
  func detailKept(under next: RolloutState) -> String? {
    switch next {
    case .halted: detail
    case .planned, .queued, .running, .paused, .completed, .cancelled, .rolledBack: nil
    }
  }
}

extension RolloutState {
  fileprivate var isWayBack: Bool { if case .rollback = activity { true } else { false } }
}
