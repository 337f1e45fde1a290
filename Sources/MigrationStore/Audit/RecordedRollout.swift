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
      if entry.from != state.description {
        leaps.append("entry \(entry.seq) leaves \((entry.from ?? "").inBrief), the entries before it lead to \(state)")
      }
      completedAt = Completions.after(state, completedAt, to: next, at: entry.at)
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
  /// Whether a step of that name, in a try of that activity, is over with one of these ends by the history.
  public func hasStep(_ name: String, of activity: Activity, ended: Set<StepStatus>) -> Bool {
    steps.contains { key, step in
      key.name == name && (step.activity ?? activity.description) == activity.description
        && ended.contains { $0.rawValue == step.status }
    }
  }

  /// Whether the history has the intent of the step in that try and nothing on how it ended.
  public func hasOpenStep(ofAttempt attempt: Int) -> String? {
    steps.filter { $0.key.attempt == attempt && $0.value.status == StepStatus.intended.rawValue }
      .max { ($0.value.ordinal ?? 0) < ($1.value.ordinal ?? 0) }?.key.name
  }
}
