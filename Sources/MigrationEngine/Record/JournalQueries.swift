import MigrationPhases
import MigrationPlan
import MigrationStore

/// Everything about one rollout.
public struct RolloutDetail: Sendable {
  public var rollout: RolloutRecord
  public var steps: [StepRecord]
  public var signOffs: [SignOffRecord]
  public var approvals: [ApprovalRecord]
  public var restorePoints: [RestorePointRecord]
}

/// Answers questions from the journal on a thread of its own; decides nothing and never waits for a decision.
public actor JournalQueries {
  nonisolated let executor = SerialQueueExecutor(label: "migrated.queries")
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let journal: Journal
  let plans = PlanCache()
  var topology: Topology

  public init(journal: Journal, topology: Topology) {
    self.journal = journal
    self.topology = topology
  }

  public func setTopology(_ topology: Topology) { self.topology = topology }

  public func read<T: Sendable>(_ body: @Sendable (JournalReader) throws -> T) throws(EngineError) -> T {
    do { return try journal.read(body) } catch let error as EngineError { throw error } catch {
      throw .journal(StoreError.wrapping(error))
    }
  }

  /// Why no decision can be recorded for now, where somebody else is in the way; answers within a fifth of a second.
  public func obstacle() -> String? {
    guard journal.isLockedByAnother() else { return nil }
    return
      "cannot record: the journal is locked by another process; `fuser \(journal.path)` names it beside the daemon; "
      + "end what it does there"
  }

  /// One migration with its rollouts, or with the one on `target`.
  public func show(
    _ name: String, target: String?
  ) throws(EngineError) -> (migration: MigrationRecord, rollouts: [RolloutDetail]) {
    try read { reader in
      let migration = try Engine.migration(named: name, in: reader)
      let all = try reader.rollouts(ofMigration: migration.name)
      let meant = all.filter { target == nil || $0.target == target }
      if let target, meant.isEmpty { throw EngineError.noSuchTarget(target, known: all.map(\.target)) }
      let details = try meant.map { rollout in
        let standing = try reader.standing(of: rollout)
        return RolloutDetail(
          rollout: rollout, steps: try reader.steps(ofRollout: rollout.id, attempt: nil),
          signOffs: standing.signOffs + standing.doubtfulSignOffs.map(\.marked),
          approvals: standing.approvals + standing.doubtfulApprovals.map(\.marked),
          restorePoints: try reader.restorePoints(ofRollout: rollout.id))
      }
      return (migration, details)
    }
  }
}

/// What is stored and counts for nothing, since no entry of the history says it, is shown as that.
private let unheard = "NOT IN THE HISTORY, counts for nothing (migratectl audit verify)"

extension SignOffRecord {
  fileprivate var marked: SignOffRecord {
    var marked = self
    marked.evidence = "\(unheard): \(evidence)"
    return marked
  }
}

extension ApprovalRecord {
  fileprivate var marked: ApprovalRecord {
    var marked = self
    marked.comment = [unheard, comment].compactMap { $0 }.joined(separator: ": ")
    return marked
  }
}
