import MigrationPhases
import MigrationStore

extension Engine {
  /// Stops everything that can be stopped and lets nothing start. Survives restarts.
  public func freeze(
    reason: String, by actor: RecordedActor
  ) throws(EngineError) -> (freeze: FreezeRecord, halted: [RolloutRecord]) {
    guard !isStopping else { throw .stopping }
    let reason = reason.trimmed
    guard !reason.isEmpty else {
      let error = EngineError.invalidArgument("reason", message: "say why, for those who find it frozen")
      throw try refusing("freeze", error, migration: nil, target: nil, by: actor)
    }
    let result: (FreezeRecord, [RolloutRecord]) = try decide { transaction in
      let at = try stamp(transaction)
      let freeze = try transaction.addFreeze(reason: reason, by: actor, at: at)
      try transaction.append(
        at: at, actor: actor, event: "frozen",
        detail: HistoryDetail(["reason": reason]))
      var halted: [RolloutRecord] = []
      for rollout in try transaction.rollouts(in: [.queued, .running]) {
        guard case .some(let next) = try? rollout.state.after(.haltEverything), next != rollout.state else { continue }
        let ends = try programEnded(of: rollout, by: next, in: transaction)
        let why = ["frozen by \(actor.user): \(reason)", ends].compactMap { $0 }.joined(separator: "; ")
        try transaction.setState(ofRollout: rollout.id, to: next, detail: why, at: at)
        try HistoryLine(at: at, actor: actor, rollout: rollout)
          .append("commanded", ["command": "haltEverything", "ends": ends], to: next, in: transaction)
        if let record = try transaction.rollout(id: rollout.id) { halted.append(record) }
      }
      return (freeze, halted)
    }
    for rollout in result.1 { settle(rollout) }
    changes.changed()
    return result
  }

  /// Lifts every freeze in force. What was halted by it goes on with `retry`.
  public func unfreeze(reason: String?, by actor: RecordedActor) throws(EngineError) -> [FreezeRecord] {
    guard !isStopping else { throw .stopping }
    let lifted: [FreezeRecord] = try decide { transaction in
      let at = try stamp(transaction)
      // With those that somebody took out of the record: they freeze until they are lifted.
      let freezes = try transaction.freezesInForce().freezes
      for freeze in try transaction.activeFreezes() { try transaction.liftFreeze(freeze.id, by: actor, at: at) }
      if !freezes.isEmpty {
        try transaction.append(
          at: at, actor: actor, event: "unfrozen",
          detail: HistoryDetail(["reason": reason, "lifted": String(freezes.count)]))
      }
      return freezes
    }
    claimable.changed()
    changes.changed()
    return lifted
  }
}
