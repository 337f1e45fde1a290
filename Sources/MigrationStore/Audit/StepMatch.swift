import MigrationPhases

/// The steps of a rollout, held against what the history says of them.
struct StepMatch {
  /// In their order. Those are among them of which an older version said nothing; none of them permits anything.
  private(set) var borneOut: [StepRecord] = []
  private(set) var strays: [Stray] = []
  private(set) var unsaid = 0

  /// - Parameter olderUntil: what began until then was recorded by an older version, which wrote no entry for an intent
  ///   nor for what an interruption made of it.
  init(at place: String, kept: [StepRecord], recorded: RecordedRollout, olderUntil: Timestamp?) {
    var rows: [(record: StepRecord, account: Account)] = []
    var good: Set<Int64> = []
    var open = recorded.steps
    var told: [Account] = []
    for step in kept {
      let key = RecordedRollout.StepKey(attempt: Int64(step.attempt), name: step.name)
      let said = open[key]
      let resolutions = step.endedAt.flatMap { recorded.resolutions[$0] } ?? []
      if resolutions.contains(step.status.rawValue), said?.status != step.status.rawValue {
        open[key] = nil
        good.insert(step.id)
        continue
      }
      if said == nil, let olderUntil, step.startedAt <= olderUntil, step.status.permitsNothing {
        unsaid += 1
        good.insert(step.id)
        continue
      }
      rows.append((step, Account(step)))
      if let said {
        open[key] = nil
        told.append(Account(key, said))
      }
    }
    told += open.sorted { ($0.key.attempt, $0.key.name) < ($1.key.attempt, $1.key.name) }.map { Account($0, $1) }
    let match = AccountMatch(.step, at: place, kept: rows.map(\.account), told: told)
    good.formUnion(zip(rows, match.isBorneOut).filter(\.1).map(\.0.record.id))
    borneOut = kept.filter { good.contains($0.id) }
    strays = match.strays
    unsaid += match.unsaid
  }
}

extension StepStatus {
  /// Nothing is passed over since a step is on record so.
  fileprivate var permitsNothing: Bool {
    switch self {
    case .intended, .failed, .unknown: true
    case .done, .resolvedDone, .resolvedNotDone: false
    }
  }
}

extension Account {
  fileprivate init(_ step: StepRecord) {
    self.init(
      about: Self.about(step.name, Int64(step.attempt)), moment: nil,
      facts: [
        Fact("of", .text(step.activity.description)), Fact("place", .number(Int64(step.ordinal))),
        Fact("status", .text(step.status.rawValue)), Fact("begun", .moment(step.startedAt)),
        Fact("ended", Value(step.endedAt)),
      ])
  }

  fileprivate init(_ key: RecordedRollout.StepKey, _ step: RecordedRollout.Step) {
    self.init(
      about: Self.about(key.name, key.attempt), moment: nil,
      facts: [
        Fact("of", step.activity.map { .text($0) } ?? .unsaid),
        Fact("place", step.ordinal.map { .number($0) } ?? .unsaid),
        Fact("status", .text(step.status)), Fact("begun", step.startedAt.map { .moment($0) } ?? .unsaid),
        Fact("ended", Value(step.endedAt)),
      ])
  }

  private static func about(_ name: String, _ attempt: Int64) -> String { "step '\(name)' of try \(attempt)" }
}
