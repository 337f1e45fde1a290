import MigrationPhases

extension GateFacts {
  static let day: Int64 = 86_400_000_000
  /// A date in 2026 on which the samples below play.
  static let noon = Timestamp(microseconds: 1_780_000_000_000_000)

  /// Facts under which every gate of the phase holds; tests take one away at a time.
  static func allHolding(_ phase: Phase) -> GateFacts {
    let previous = phase.previous
    let state = previous.map { RolloutState.completed($0) } ?? .planned
    return GateFacts(
      phase: phase, state: state, recordedState: state, isPreviousComplete: true, environment: "production",
      earlier: [Earlier(environment: "staging", target: "staging-eu", state: .completed(phase), isComplete: true)],
      registeredDigest: "0123456789abcdef", keptDigest: "0123456789abcdef", registrant: 1_000,
      policy: Policy(
        minimumWait: .seconds(14 * 86_400),
        checklist: [
          .expand: Policy.usualChecklist.map { Policy.ChecklistItem(name: $0, validFor: .seconds(7 * 86_400)) },
          .contract: [Policy.ChecklistItem(name: "backup", validFor: .seconds(86_400))],
        ],
        approvals: [.expand: 1, .contract: 2], approvalValidFor: .seconds(7 * 86_400)),
      signOffs: Policy.usualChecklist.map { signOff($0, hoursAgo: 2) },
      approvals: [approval(phase, by: "ada", uid: 1_001), approval(phase, by: "bob", uid: 1_002)],
      freezes: [], now: noon, highWater: noon, switchedAt: Timestamp(microseconds: noon.microseconds - 15 * day),
      plannedWait: .zero, contractTag: .reason("the column is read by nobody"), latency: .known(.milliseconds(15)),
      ledger: .known(.intact), lint: .known([]), rowsRemaining: .known(0), inStep: .known(nil), doubts: [])
  }

  static func signOff(_ item: String, hoursAgo hours: Int64, expiresInHours: Int64? = nil) -> SignOff {
    let at = Timestamp(microseconds: noon.microseconds - hours * 3_600_000_000)
    return SignOff(
      item: item, user: "ada", at: at,
      expiresAt: expiresInHours.map { Timestamp(microseconds: noon.microseconds + $0 * 3_600_000_000) })
  }

  static func approval(
    _ phase: Phase, by user: String, uid: UInt32, daysAgo: Int64 = 1, expiresInDays: Int64? = nil,
    digest: String = "0123456789abcdef"
  ) -> Approval {
    Approval(
      phase: phase, digest: digest, uid: uid, user: user,
      at: Timestamp(microseconds: noon.microseconds - daysAgo * day),
      expiresAt: expiresInDays.map { Timestamp(microseconds: noon.microseconds + $0 * day) })
  }

  /// The same facts with something changed.
  func with(_ change: (inout GateFacts) -> Void) -> GateFacts {
    var facts = self
    change(&facts)
    return facts
  }

  func gates(_ kind: Gate.Kind) -> [Gate] { gates.filter { $0.kind == kind } }
}
