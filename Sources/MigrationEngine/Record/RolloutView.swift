import MigrationPhases
import MigrationPlan
import MigrationStore

/// A rollout with what follows from its plan and its environment's policy.
public struct RolloutView: Sendable {
  public var record: RolloutRecord
  /// When the waiting period is over at the earliest; nil before switch is complete and once contract has been.
  public var waitingUntil: Timestamp?
  /// What the journal keeps of its backfill; the progress board is newer while it runs.
  public var keptProgress: ProgressRecord?
}

extension JournalQueries {
  public func view(_ record: RolloutRecord) throws(EngineError) -> RolloutView {
    try view([record]).first ?? RolloutView(record: record)
  }

  public func view(_ records: [RolloutRecord]) throws(EngineError) -> [RolloutView] {
    let topology = topology
    let plans = plans
    return try read { reader in
      try records.map { record in
        var view = RolloutView(record: record)
        if record.completedAt[.expand] != nil || record.state.activity == .phase(.backfill) {
          view.keptProgress = try reader.progress(ofRollout: record.id)
        }
        if let switchedAt = record.switchedAt, record.state != .completed(.contract) {
          let planned = try plans.plan(of: record.migrationID, in: reader).contract?.after ?? .zero
          let least = topology.policy(of: record.environment)?.minimumWait ?? .zero
          view.waitingUntil = switchedAt + max(planned, least)
        }
        return view
      }
    }
  }

  /// Rollouts, newest change first.
  public func list(
    migration: String?, target: String?, onlyOpen: Bool, limit: Int
  ) throws(EngineError) -> [RolloutRecord] {
    let topology = topology
    return try read { reader in
      var rollouts: [RolloutRecord]
      if let migration {
        _ = try Engine.migration(named: migration, in: reader)
        rollouts = try reader.rollouts(ofMigration: migration)
      } else if let target {
        rollouts = try reader.rollouts(onTarget: target)
        if rollouts.isEmpty { try topology.require(target: target, in: reader) }
      } else {
        rollouts = try reader.rollouts()
      }
      if let target { rollouts = rollouts.filter { $0.target == target } }
      if onlyOpen { rollouts = rollouts.filter { !$0.state.isFinal } }
      return Array(rollouts.sorted { ($0.changedAt, $0.id) > ($1.changedAt, $1.id) }.prefix(limit))
    }
  }
}
