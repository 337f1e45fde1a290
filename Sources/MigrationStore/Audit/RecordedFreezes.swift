import MigrationPhases

/// The freezes as the history alone tells them.
struct RecordedFreezes {
  private var freezes: [FreezeRecord] = []
  private var firstInForce = 0

  mutating func take(_ entry: RecordedEntry) {
    switch entry.event {
    case "frozen":
      freezes.append(
        FreezeRecord(
          id: entry.seq, reason: entry.facts["reason"] ?? "", by: entry.actor, at: entry.at, liftedBy: nil,
          liftedAt: nil))
    case "unfrozen":
      // It lifts all that are in force.
      for index in freezes.indices[firstInForce...] {
        freezes[index].liftedBy = entry.actor
        freezes[index].liftedAt = entry.at
      }
      firstInForce = freezes.count
    default: break
    }
  }

  var accounts: [Account] { freezes.map { Account($0) } }
}

extension Account {
  init(_ freeze: FreezeRecord) {
    self.init(
      about: "freeze", moment: freeze.at,
      facts: [
        Fact("by", Value(freeze.by)), Fact("reason", .text(freeze.reason)), Fact("lifted", Value(freeze.liftedAt)),
      ] + (freeze.liftedBy.map { [Fact("lifted by", Value($0))] } ?? []))
  }
}

extension JournalReader {
  /// What is in force by the rows or by the history: a freeze that was taken out of one of them still freezes.
  public final func freezesInForce() throws(StoreError) -> (freezes: [FreezeRecord], strays: [Stray]) {
    let kept = try activeFreezes()
    let told = try access.rows(
      """
      SELECT seq, at, by_uid, by_user, by_pid, by_verb, event, phase, from_state, to_state, detail
      FROM history
      WHERE event = 'frozen'
        AND seq > coalesce((SELECT seq FROM history WHERE event = 'unfrozen' ORDER BY seq DESC LIMIT 1), 0)
      ORDER BY seq
      """, [], Self.recorded
    ).map { entry in
      FreezeRecord(
        id: entry.seq, reason: entry.facts["reason"] ?? "", by: entry.actor, at: entry.at, liftedBy: nil, liftedAt: nil)
    }
    let match = AccountMatch(.freeze, at: "", kept: kept.map { Account($0) }, told: told.map { Account($0) })
    let missing = told.filter { freeze in !kept.contains { $0.at == freeze.at } }
    return (kept + missing, match.strays)
  }
}
