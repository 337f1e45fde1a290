import MigrationSQLite

/// That this daemon is the one at work on a database file. A file has no connections that a server would keep: so the
/// ledger names the process that has the lease, and whoever wants it looks whether that is still there. Where that
/// cannot be told, on another host or in another container, the lease runs out when nothing was written for a while.
extension SQLiteTiedLedger {
  /// From the last write on.
  private static let validFor = Duration.seconds(60)

  /// Compares the number, and takes the lease where nobody has it.
  func checkLease() throws(TargetError) {
    guard let lease = tie.lease else { return }
    let own = ProcessMark.own
    let row = try ledger.reading(
      """
      SELECT fence, holder, process, expires_at_us - \(SQLiteLedger.now), taken_at_us FROM migrated_lease WHERE one = 1
      """
    ).first
    let (holder, process) = (row?[1].text, row?[2].text)
    let left = Duration.microseconds(row?[3].integer ?? 0)
    let isOurName = holder == lease.holder && process == own?.text ?? ""
    switch LeaseVerdict(fence: lease.fence, found: row?[0].integer, isOurName: isOurName) {
    case .isOurs: if left < Self.validFor / 2 { try renew() }
    case .isLost: throw lease.lost(in: ledger.place, to: holder)
    case .take(let fence):
      if let holder, left > .zero, !isOurName, process.flatMap(ProcessMark.init)?.isAlive(asSeenBy: own) != false {
        throw refusal(holder, left)
      }
      try take(fence, process: own?.text ?? "")
      lease.took(fence)
    }
  }

  /// In a transaction of its own, at the end of an activity.
  func letGoOfLease() throws(TargetError) {
    guard let fence = tie.lease?.fence else { return }
    try ledger.session.run(
      "UPDATE migrated_lease SET expires_at_us = 0 WHERE one = 1 AND fence = :fence", [":fence": .integer(fence)])
  }

  private func take(_ fence: Int64, process: String) throws(TargetError) {
    try ledger.session.run(
      """
      INSERT INTO migrated_lease (one, fence, holder, process, taken_at_us, expires_at_us)
      VALUES (1, :fence, :holder, :process, \(SQLiteLedger.now), \(SQLiteLedger.now) + :valid)
      ON CONFLICT (one) DO UPDATE SET fence = excluded.fence, holder = excluded.holder, process = excluded.process,
        taken_at_us = excluded.taken_at_us, expires_at_us = excluded.expires_at_us
      """,
      [
        ":fence": .integer(fence), ":holder": .text(tie.lease?.holder ?? ""), ":process": .text(process),
        ":valid": .integer(Int64(Self.validFor / .microseconds(1))),
      ])
  }

  private func renew() throws(TargetError) {
    try ledger.session.run(
      "UPDATE migrated_lease SET expires_at_us = \(SQLiteLedger.now) + :valid WHERE one = 1",
      [":valid": .integer(Int64(Self.validFor / .microseconds(1)))])
  }

  private func refusal(_ holder: String, _ left: Duration) -> TargetError {
    .locked(
      "\(ledger.place): \(holder) is at work on this database; nothing was applied; wait until it is done: its lease "
        + "runs out \(left.inWords) from now at the latest, unless it goes on writing")
  }
}
