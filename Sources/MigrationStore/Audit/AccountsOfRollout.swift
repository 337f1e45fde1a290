import MigrationPhases

extension Account {
  init(approval entry: RecordedEntry) {
    let facts = entry.facts
    self.init(
      about: "approval of \(entry.phase ?? "?")", moment: entry.at,
      facts: [
        Fact("by", Value(entry.actor)), Fact("digest", Value(facts["digest"])),
        Fact("until", Value(expiry: facts["expires"])), Fact("comment", Value(facts["comment"])),
      ])
  }

  init(_ approval: ApprovalRecord) {
    self.init(
      about: "approval of \(approval.phase.rawValue)", moment: approval.at,
      facts: [
        Fact("by", Value(approval.by)), Fact("digest", .text(approval.digest)),
        Fact("until", Value(approval.expiresAt)), Fact("comment", Value(approval.comment)),
      ])
  }

  init(signOff entry: RecordedEntry) {
    let facts = entry.facts
    self.init(
      about: "sign-off of \(facts["item"] ?? "?")", moment: entry.at,
      facts: [
        Fact("by", Value(entry.actor)), Fact("until", Value(signOffExpiry: facts)),
        Fact("evidence", facts["evidence"].map { .text($0) } ?? .unsaid),
      ])
  }

  init(_ signOff: SignOffRecord) {
    self.init(
      about: "sign-off of \(signOff.item)", moment: signOff.at,
      facts: [
        Fact("by", Value(signOff.by)), Fact("until", Value(signOff.expiresAt)),
        Fact("evidence", .text(signOff.evidence)),
      ])
  }

  init(restorePoint entry: RecordedEntry) {
    let facts = entry.facts
    self.init(
      about: "restore point", moment: entry.at,
      facts: [
        Fact("path", Value(facts["path"])), Fact("sha256", Value(facts["sha256"])),
        Fact("bytes", facts.number("bytes").map { .number($0) } ?? .unsaid),
      ])
  }

  init(_ point: RestorePointRecord) {
    self.init(
      about: "restore point", moment: point.at,
      facts: [
        Fact("path", .text(point.path)), Fact("sha256", .text(point.sha256)), Fact("bytes", .number(point.bytes)),
      ])
  }

  init(_ rollout: RolloutRecord) {
    self.init(
      rollout.environment, rollout.state, rollout.attempts, rollout.completedAt, changedAt: rollout.changedAt)
  }

  init(_ recorded: RecordedRollout) {
    self.init(
      recorded.environment, recorded.state, recorded.attempts, recorded.completedAt, changedAt: recorded.changedAt)
  }

  private init(
    _ environment: String?, _ state: RolloutState, _ attempts: Int, _ completedAt: [Phase: Timestamp],
    changedAt: Timestamp?
  ) {
    self.init(
      about: "rollout", moment: nil,
      facts: [
        Fact("environment", environment.map { .text($0) } ?? .unsaid), Fact("state", .text(state.description)),
        Fact("tries", .number(Int64(attempts))), Fact("changed", changedAt.map { .moment($0) } ?? .unsaid),
      ] + Phase.allCases.map { Fact("\($0.rawValue) complete", Value(completedAt[$0])) })
  }
}

extension Account.Value {
  /// Before entries said it exactly they said it in words, together with the evidence, or nothing where there is none.
  fileprivate init(signOffExpiry facts: EntryFacts) {
    guard facts["expires"] == nil, facts["evidence"] != nil else {
      self.init(expiry: facts["expires"])
      return
    }
    self.init(facts["expiresAt"])
  }

  /// As entries say it: microseconds, or `never`. Nothing said is nothing known.
  fileprivate init(expiry text: String?) {
    switch text {
    case nil: self = .unsaid
    case "never"?: self = .nothing
    case let text?: self = Int64(text).map { .moment(Timestamp(microseconds: $0)) } ?? .text(text)
    }
  }
}
