import MigrationPhases
import MigrationPostgreSQL
import Synchronization

/// That this daemon is the one at work on a database: an advisory lock on a connection that is kept for nothing else. It
/// lasts as long as that connection, so that nobody has to guess whether a daemon that crashed is gone. What the number
/// in the ledger is for: PostgreSQL may have ended the connection of a daemon that still believes to have it.
final class PostgreSQLLease: Sendable {
  let lane: PostgreSQLLane
  let sleep: @Sendable (Duration) async throws -> Void
  private let seen = Mutex<ContinuousClock.Instant?>(nil)

  init(lane: PostgreSQLLane, sleep: @escaping @Sendable (Duration) async throws -> Void) {
    self.lane = lane
    self.sleep = sleep
  }

  /// `mig-leas` in ASCII.
  static let advisoryKey: Int64 = 0x6D69_672D_6C65_6173

  /// A lock that was seen to be ours so lately is not looked at again: the number in the ledger is.
  private static let good = Duration.seconds(5)

  /// Taken, or found to be ours still. Where somebody else has it, it is tried again as any lock is.
  func hold(_ tie: LedgerTie, for step: StepKey) async throws(TargetError) {
    guard tie.lease != nil else { return }
    if let at = seen.withLock({ $0 }), ContinuousClock.now - at < Self.good { return }
    var tried = 0
    while true {
      let others: [PostgreSQLLockHolder]? = try await lane.run(limit: .look) { call throws(TargetError) in
        // Ours already counts up, which does no harm: all go with the connection.
        let isOurs = try call.run("SELECT pg_catalog.pg_try_advisory_lock($1)", [.integer(Self.advisoryKey)]).value
        if isOurs == "t" {
          try call.run(Self.keepOpen)
          try call.name(after: step, local: false)
          return nil
        }
        return try call.run(Self.holders, [.integer(Self.advisoryKey)]).rows.compactMap { PostgreSQLLockHolder($0) }
      }
      guard let others else {
        seen.withLock { $0 = .now }
        return
      }
      tried += 1
      guard let pause = lane.place.bounds.retry.pause(after: tried) else { throw refusal(others) }
      do { try await sleep(pause) } catch { throw .cancelled }
    }
  }

  func letGo() async {
    seen.withLock { $0 = nil }
    await lane.connection.close()
  }

  /// Nothing runs on it for as long as an activity takes.
  private static let keepOpen = """
    SELECT pg_catalog.set_config(s.name, '0', false) FROM pg_catalog.pg_settings AS s
    WHERE s.name = 'idle_session_timeout'
    """

  private static let holders = """
    SELECT l.pid, \(PostgreSQLLockHolder.columns)
    FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
      AND (CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint) = $1
    """

  private func refusal(_ others: [PostgreSQLLockHolder]) -> TargetError {
    let who = others.first.map { "it has \($0.words)" } ?? "its connection is not known"
    let way = others.first.map { ", or end it: SELECT pg_terminate_backend(\($0.pid))" } ?? ""
    return .locked(
      "\(lane.place.name): another migrated is at work on this database: \(who); nothing was applied; wait until it is "
        + "done\(way)")
  }
}

extension PostgreSQLTiedLedger {
  /// Compares the number, and takes it where nobody had it since. The lock is held, so whoever is named there is gone.
  func checkLease() throws(TargetError) {
    guard let lease = tie.lease else { return }
    let row = try ledger.reading("SELECT fence, holder FROM migrated.lease WHERE one = 1 FOR UPDATE").first
    let found = row?[0].flatMap { Int64($0) }
    switch LeaseVerdict(fence: lease.fence, found: found, isOurName: row?[1] == lease.holder) {
    case .isOurs: return
    case .isLost: throw lease.lost(in: ledger.place, to: row?[1])
    case .take(let fence):
      try ledger.call.run(
        """
        INSERT INTO migrated.lease (one, fence, holder, taken_at_us) VALUES (1, $1, $2, \(PostgreSQLLedger.now))
        ON CONFLICT (one) DO UPDATE
        SET fence = excluded.fence, holder = excluded.holder, taken_at_us = excluded.taken_at_us
        """, [.integer(fence), .text(lease.holder)])
      lease.took(fence)
    }
  }
}
