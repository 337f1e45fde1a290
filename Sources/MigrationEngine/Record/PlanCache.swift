import MigrationPlan
import MigrationStore
import Synchronization

/// Plans as the journal keeps them. Their bytes are read and digested each time, so that an altered plan is noticed;
/// what they say is worked out once a digest.
final class PlanCache: Sendable {
  /// Past this many it starts over; a plan is some kilobytes.
  private static let limit = 512
  private let plans = Mutex<[String: Plan]>([:])

  func plan(of migration: Int64, in reader: JournalReader) throws -> Plan {
    let files = PlanFiles(
      try reader.planFiles(ofMigration: migration).map { PlanFile(path: $0.path, bytes: $0.bytes) })
    let digest = files.digest
    if let plan = plans.withLock({ $0[digest] }) { return plan }
    let plan = try Plan.read(files)
    plans.withLock { plans in
      if plans.count >= Self.limit { plans = [:] }
      plans[digest] = plan
    }
    return plan
  }
}
