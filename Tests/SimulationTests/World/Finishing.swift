import MigrationPhases
import MigrationStore

extension SimulatedWorld {
  /// A whole history: chance for a while, then everything is mended and brought to an end.
  func live(actions: Int) async {
    for _ in 0..<actions {
      await act()
      if auditor.violation != nil { return }
    }
    await finish()
    conclude()
  }

  /// Nothing goes wrong any more: every rollout must come to an end.
  func finish() async {
    say("from here on nothing goes wrong")
    isPatient = true
    fates = []
    for target in targets { mend(target) }
    if auditor.isFrozen { await unfreeze(by: .dave) }
    let behind = (try? journal.read { try $0.highWater() }) ?? nil
    if let behind, clock.wall < behind { pass(behind - clock.wall) }
    for key in states().map(\.key).sorted(by: { order($0) < order($1) }) {
      await finish(key)
      if auditor.violation != nil { return }
    }
  }

  private func order(_ key: RolloutKey) -> (Int, String) {
    (setting.environment(of: key.target) == "staging" ? 0 : 1, key.migration + key.target)
  }

  func finish(_ key: RolloutKey) async {
    var helps = 0
    while let state = auditor.rollouts[key]?.state, !state.isFinal, auditor.violation == nil {
      if cannotGoOn(key, state) { return }
      helps += 1
      guard helps < 60 else { return auditor.violate(.stuck, "\(key) stays \(state)") }
      pass(.seconds(1))
      await help(key)
      await work()
      // A database that went back, or an application that writes old rows: back is the only way.
      if helps % 15 == 0 { await command(.rollback, key, by: .bob) }
      await settle()
    }
  }

  /// Held back for good reason: by its own plan, or by an earlier environment that was taken back.
  private func cannotGoOn(_ key: RolloutKey, _ state: RolloutState) -> Bool {
    guard let phase = state.nextPhase else { return false }
    if phase == .contract, let plan = setting.plan(key.migration), plan.waitDays != nil, !plan.isTagged { return true }
    return setting.earlierTargets(than: key.target).contains { target in
      auditor.rollouts[RolloutKey(migration: key.migration, target: target)]?.stands(phase) != true
    }
  }

  /// The last look: the whole history again, from its first entry.
  func conclude() {
    audit()
    do {
      auditor.compare(try journal.read { try $0.rollouts() })
      let report = try journal.read { reader in try HistoryVerifier.verify(reader) }
      if let flaw = report.firstBad { auditor.violate(.altered, flaw.what) }
      for stray in report.strays { auditor.violate(.folding, "\(stray)") }
    } catch { auditor.violate(.altered, "\(error)") }
    tally.contracts = states().count { $0.state == .completed(.contract) }
    tally.rollbacks = states().count { $0.state == .rolledBack }
    tally.staleReports = auditor.dropped
  }

  /// The hash of the last entry of the history, which tells one history from another.
  var head: String { auditor.lastHash }
  var violation: Violation? { auditor.violation }
}
