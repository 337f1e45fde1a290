import MigrationPhases

/// Everything on record of one rollout, held against its history.
struct RolloutAudit {
  private(set) var strays: [Stray] = []
  private(set) var compared = 0
  private(set) var unsaid = 0
  private(set) var signOffs: [SignOffRecord] = []
  private(set) var approvals: [ApprovalRecord] = []
  private(set) var steps: [StepRecord] = []

  private let place: String
  let recorded: RecordedRollout
  private let olderUntil: Timestamp?

  init(migration: String, target: String, recorded: RecordedRollout, olderUntil: Timestamp?) {
    place = "\(migration.inBrief) on \(target.inBrief): "
    self.recorded = recorded
    self.olderUntil = olderUntil
  }

  /// - Parameter rollout: nil where no row has it.
  mutating func compare(rollout: RolloutRecord?) {
    for leap in recorded.leaps {
      strays.append(Stray(kind: .rollout, what: place + "history: " + leap, stored: nil, recorded: nil))
    }
    if rollout != nil { compared += 1 }
    if let rollout, !recorded.isKnown {
      // The first version wrote no entry for what is only planned.
      if let olderUntil, rollout.changedAt <= olderUntil, rollout.state == .planned {
        unsaid += 1
      } else {
        note(AccountMatch(.rollout, at: place, kept: [Account(rollout)], told: []))
      }
      return
    }
    guard rollout != nil || recorded.isKnown else { return }
    note(
      AccountMatch(
        .rollout, at: place, kept: rollout.map { [Account($0)] } ?? [],
        told: recorded.isKnown ? [Account(recorded)] : []))
  }

  mutating func compare(signOffs kept: [SignOffRecord]) {
    let match = AccountMatch(.signOff, at: place, kept: kept.map { Account($0) }, told: recorded.signOffs)
    signOffs = zip(kept, match.isBorneOut).filter(\.1).map(\.0)
    compared += kept.count
    note(match)
  }

  mutating func compare(approvals kept: [ApprovalRecord]) {
    let match = AccountMatch(.approval, at: place, kept: kept.map { Account($0) }, told: recorded.approvals)
    approvals = zip(kept, match.isBorneOut).filter(\.1).map(\.0)
    compared += kept.count
    note(match)
  }

  mutating func compare(restorePoints kept: [RestorePointRecord]) {
    compared += kept.count
    note(AccountMatch(.restorePoint, at: place, kept: kept.map { Account($0) }, told: recorded.restorePoints))
  }

  mutating func compare(steps kept: [StepRecord]) {
    let match = StepMatch(at: place, kept: kept, recorded: recorded, olderUntil: olderUntil)
    steps = match.borneOut
    compared += kept.count
    strays += match.strays
    unsaid += match.unsaid
  }

  private mutating func note(_ match: AccountMatch) {
    strays += match.strays
    unsaid += match.unsaid
  }
}
