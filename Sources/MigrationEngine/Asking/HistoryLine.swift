import MigrationPhases
import MigrationStore

/// What every line about one rollout has in common.
struct HistoryLine {
  var at: Timestamp
  var actor: RecordedActor
  var rollout: RolloutRecord

  /// A line that records no change of state.
  func append(
    _ event: String, _ facts: [String: String?], phase: Phase? = nil, to transaction: JournalTransaction
  ) throws {
    try transaction.append(
      at: at, actor: actor, event: event, migration: rollout.migration, target: rollout.target,
      phase: phase ?? rollout.state.activity?.phase, detail: HistoryDetail(facts))
  }

  /// A line that records how a step stands.
  func append(_ step: StepRecord, to transaction: JournalTransaction) throws {
    try append(
      "step",
      [
        "step": step.name, "status": step.status.rawValue, "detail": step.detail, "attempt": String(step.attempt),
        "activity": step.activity.description, "ordinal": String(step.ordinal),
      ], phase: step.activity.phase, to: transaction)
  }

  /// A line that records the change to `next`.
  func append(
    _ event: String, _ facts: [String: String?], to next: RolloutState, in transaction: JournalTransaction
  ) throws {
    try transaction.append(
      at: at, actor: actor, event: event, migration: rollout.migration, target: rollout.target,
      phase: next.activity?.phase ?? rollout.state.activity?.phase, from: rollout.state, to: next,
      detail: HistoryDetail(facts))
  }
}

extension HistoryDetail {
  /// Facts that are nil are left out.
  init(_ facts: [String: String?]) {
    self.init()
    for (key, value) in facts { self[key] = value.map { .text($0) } }
  }
}
