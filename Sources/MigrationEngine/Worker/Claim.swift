import MigrationPhases
import MigrationPlan
import MigrationStore
import MigrationTargets

/// One activity of one rollout that a worker may carry out; nobody else has the target until it is ended.
struct Claim: Sendable {
  var rollout: RolloutRecord
  var migration: MigrationRecord
  var plan: Plan
  var entry: Topology.Entry
  var activity: Activity
  var attempt: Int
  var stop: StopSignal
  /// The ledger that its steps must find.
  var tie: LedgerTie
}
