import MigrationPhases

/// A rollout as its entries in the history alone tell it.
public struct RecordedRollout: Sendable {
  /// The last that the history says of a step.
  struct Step: Sendable {
    var activity: String?
    var ordinal: Int64?
    var status: String
    var startedAt: Timestamp?
    var endedAt: Timestamp?
  }

  /// Steps are told apart by try and name.
  struct StepKey: Sendable, Hashable {
    var attempt: Int64
    var name: String
  }

  public private(set) var state = RolloutState.planned
  public private(set) var attempts = 0
  public private(set) var completedAt: [Phase: Timestamp] = [:]
  /// nil where no entry says that it was planned, as in journals of the first version.
  private(set) var environment: String?
  private(set) var changedAt: Timestamp?
  /// Whether any entry says where it stands.
  var isKnown: Bool { changedAt != nil }
  private(set) var signOffs: [Account] = []
  private(set) var approvals: [Account] = []
  private(set) var restorePoints: [Account] = []
  private(set) var steps: [StepKey: Step] = [:]
  /// What people said of steps before entries named the step.
  private(set) var resolutions: [Timestamp: Set<String>] = [:]
  /// Entries that do not go on from where the entry before them led.
  private(set) var leaps: [String] = []

  public init() {}

  /// When switch was complete and verified; the waiting period starts here.
  public var switchedAt: Timestamp? { completedAt[.switch] }

  /// Whether the activity ever began.
  public private(set) var hasContractBegun = false

  mutating func take(_ entry: RecordedEntry) {
    if let to = entry.to { move(entry, to: to) }
    switch entry.event {
    case "approved": approvals.append(Account(approval: entry))
    case "signedOff": signOffs.append(Account(signOff: entry))
    case "restorePoint": restorePoints.append(Account(restorePoint: entry))
    case "step": take(step: entry)
    default: break
    }
  }

  private mutating func move(_ entry: RecordedEntry, to text: String) {
    guard let next = RolloutState(text) else {
      leaps.append("entry \(entry.seq) leads to \(text.inBrief), which is no state")
      return
    }
    if entry.from == nil {
      if changedAt != nil { leaps.append("entry \(entry.seq) begins it again") }
      environment = entry.facts["environment"]
      completedAt = Completions.first(next, at: entry.at)
    } else {
      let isLeap = entry.from != state.description
      completedAt = Completions.after(state, completedAt, to: next, at: entry.at)
      if isLeap {
        leaps.append("entry \(entry.seq) leaves \((entry.from ?? "").inBrief), the entries before it lead to \(state)")
        // The state that the daemon found was not one that it had recorded, so nothing is complete by it.
        if case .completed(let phase) = next { completedAt[phase] = nil }
      }
      if entry.event == "commanded" { take(resolution: entry) }
    }
    attempts = max(attempts, next.attempt ?? 0)
    if case .running(.phase(.contract), _) = next { hasContractBegun = true }
    state = next
    changedAt = entry.at
  }

  private mutating func take(step entry: RecordedEntry) {
    let facts = entry.facts
    guard let name = facts["step"], let status = facts["status"], let attempt = facts.number("attempt") else { return }
    let key = StepKey(attempt: attempt, name: name)
    let isIntent = status == StepStatus.intended.rawValue
    steps[key] = Step(
      activity: facts["activity"], ordinal: facts.number("ordinal"), status: status,
      startedAt: isIntent ? entry.at : steps[key]?.startedAt, endedAt: isIntent ? nil : entry.at)
  }

  private mutating func take(resolution entry: RecordedEntry) {
    switch entry.facts["command"] {
    case "resolve(done)"?: resolutions[entry.at, default: []].insert(StepStatus.resolvedDone.rawValue)
    case "resolve(notDone)"?: resolutions[entry.at, default: []].insert(StepStatus.resolvedNotDone.rawValue)
    default: break
    }
  }
}

extension RecordedRollout {
  /// Whether a step of that name, in whichever try of that activity, is on record so.
  public func hasStep(_ name: String, of activity: Activity, where isSo: (StepStatus) -> Bool) -> Bool {
    steps.contains { key, step in
      key.name == name && (step.activity ?? activity.description) == activity.description
        && StepStatus(rawValue: step.status).map(isSo) ?? false
    }
  }

  /// The step of that try that was begun and has no end; nil where there is none.
  public func openStep(ofAttempt attempt: Int) -> String? {
    steps.first { $0.key.attempt == attempt && $0.value.status == StepStatus.intended.rawValue }?.key.name
  }
}
