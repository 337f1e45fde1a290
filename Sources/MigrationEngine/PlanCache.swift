import MigrationPlan
import MigrationStore
import Synchronization

/// Plans as the journal keeps them, read once: a registered plan never changes.
final class PlanCache: Sendable {
  /// Past this many it starts over; a plan is some kilobytes.
  private static let limit = 512
  private let plans = Mutex<[Int64: Plan]>([:])

  func plan(of migration: Int64, in reader: JournalReader) throws -> Plan {
    if let plan = plans.withLock({ $0[migration] }) { return plan }
    let files = try reader.planFiles(ofMigration: migration).map { PlanFile(path: $0.path, bytes: $0.bytes) }
    let plan = try Plan.read(PlanFiles(files))
    plans.withLock { plans in
      if plans.count >= Self.limit { plans = [:] }
      plans[migration] = plan
    }
    return plan
  }
}
