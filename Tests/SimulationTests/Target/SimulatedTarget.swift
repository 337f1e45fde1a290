import MigrationPhases
import MigrationTargets
import Synchronization

/// A database in memory that does steps in transactions, proves them in its ledger, and fails when it is told to.
final class SimulatedTarget: Target {
  enum BlowAt: Sendable, Hashable {
    case call(Int)
    /// The n-th changing call.
    case change(Int)
  }

  struct State: Sendable {
    var database: SimulatedDatabase
    var calls = 0
    /// Of the calls so far, the numbers of those that were to change something.
    var changes: [Int] = []
    /// Changing calls under way.
    var changing = 0
    var blow: (at: BlowAt, TargetBlow)?
    var isUnreachable = false
    /// So many changing calls do not get their lock.
    var locked = 0
    /// So many verify queries do not hold.
    var untrue = 0
    var lies: Set<TargetLie> = []
  }

  let name: String
  let plans: [String: SimulatedPlan]
  let questions: [String: (plan: String, asks: SimulatedPlan.Question)]
  let life: SimulatedLife
  let clock: SimulatedClock
  let hooks: TargetHooks
  let state: Mutex<State>

  init(name: String, plans: [SimulatedPlan], life: SimulatedLife, clock: SimulatedClock, hooks: TargetHooks) {
    self.name = name
    state = Mutex(State(database: SimulatedDatabase(home: name)))
    self.plans = Dictionary(uniqueKeysWithValues: plans.map { ($0.name, $0) })
    self.life = life
    self.clock = clock
    self.hooks = hooks
    var questions: [String: (plan: String, asks: SimulatedPlan.Question)] = [:]
    for plan in plans {
      for (sql, question) in plan.questions { questions[sql] = (plan.name, question) }
    }
    self.questions = questions
  }

  var database: SimulatedDatabase { state.withLock { $0.database } }
  var calls: Int { state.withLock { $0.calls } }
  var changes: [Int] { state.withLock { $0.changes } }

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  func release(_ tie: LedgerTie) async {}

  /// The n-th call from now.
  func arm(_ blow: TargetBlow, atCall number: Int) {
    state.withLock { $0.blow = (.call($0.calls + number), blow) }
  }

  /// The n-th changing call from now.
  func arm(_ blow: TargetBlow, atChange number: Int) {
    state.withLock { $0.blow = (.change($0.changes.count + number), blow) }
  }

  func disarm() { state.withLock { $0.blow = nil } }

  func observe() async throws(TargetError) -> TargetObservation {
    try await look { database in
      TargetObservation(
        now: clock.wall, latency: .milliseconds(1), ledger: database.ledger, versions: database.versions,
        schemaFingerprint: "", engine: "simulated")
    }
  }

  func glance() async throws(TargetError) -> TargetObservation { try await observe() }

  func ledger(of migration: String) async throws(TargetError) -> LedgerRecord? {
    try await look { database in database.part(migration).record }
  }

  func schema() async throws(TargetError) -> [String] {
    let isHidden = state.withLock { $0.lies.contains(.forgetsStep) }
    return try await look { database in
      plans.values.sorted { $0.name < $1.name }.map { plan in
        let part = database.part(plan.name)
        let columns =
          ["id INTEGER PRIMARY KEY"] + (part.contracted > 0 ? [] : ["stale TEXT"])
          + (part.expanded > 0 && !isHidden ? ["fresh TEXT"] : [])
        return "CREATE TABLE \(plan.table) (\(columns.joined(separator: ", ")))"
      }
    }
  }

  func apply(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, raisingTo version: Int,
    tied tie: LedgerTie, note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await change(step, .applies(step.phase), .applied(step.phase)) { database, lies throws(TargetError) in
      try database.apply(step, raisingTo: version, tied: tie, at: clock.wall, lies: lies)
    }
  }

  func undo(
    _ statements: [ScriptStatement], with companions: ScriptCompanions, as step: StepKey, tied tie: LedgerTie,
    note: @escaping @Sendable (TargetNote) -> Void
  ) async throws(TargetError) -> StepProof {
    try await change(step, .undoes, .undone) { database, lies throws(TargetError) in
      try database.undo(step, tied: tie, lies: lies)
    }
  }

  /// The simulated plans keep nothing in step.
  func probe(_ inStep: InStep) async throws(TargetError) {}

  func verify(_ query: ScriptStatement) async throws(TargetError) -> Verification {
    let isUntrue = state.withLock { state in
      guard state.untrue > 0 else { return false }
      state.untrue -= 1
      return true
    }
    if isUntrue { return .fails(found: "0") }
    return try await look { database in
      guard let question = questions[query.sql] else { return .fails(found: "a query nobody knows: \(query.sql)") }
      let part = database.part(question.plan)
      let holds =
        switch question.asks {
        case .isExpanded: part.expanded > 0
        case .isContracted: part.contracted > 0
        case .rowsLeft: part.rowsLeft > 0
        case .nothing: true
        }
      return holds ? .holds : .fails(found: "0")
    }
  }

  func count(_ query: ScriptStatement) async throws(TargetError) -> Int {
    let lies = state.withLock { $0.lies }
    return try await look { database in
      guard let question = questions[query.sql], question.asks == .rowsLeft else { return 0 }
      return lies.contains(.skipsRows) ? 0 : database.part(question.plan).rowsLeft
    }
  }

  func restorePoint(in directory: String, label: String) async throws(TargetError) -> RestorePoint {
    try await look { _ in
      RestorePoint(path: "\(directory)/\(label)", sha256: String(repeating: "0", count: 64), bytes: 1)
    }
  }

  func prepareBackfill(_ work: BackfillWork, of step: StepKey) async throws(TargetError) -> BackfillEstimate {
    try await look { database in
      BackfillEstimate(
        rows: SimulatedDatabase.Part.rows, rowsDone: database.part(step.migration).cursor ?? 0, key: ["id"])
    }
  }

  func backfillBatch(
    _ work: BackfillWork, of step: StepKey, tied tie: LedgerTie, limit: Int
  ) async throws(TargetError) -> BackfillBatch {
    try await change(step, .writes, .wrote) { database, lies throws(TargetError) in
      try database.write(step, tied: tie, limit: min(limit, 3), at: clock.wall, lies: lies)
    }
  }

  func reopenBackfill(
    _ work: BackfillWork, of step: StepKey, tied tie: LedgerTie
  ) async throws(TargetError) -> Bool {
    try await change(step, nil, nil) { database, lies throws(TargetError) in
      try database.reopen(step, tied: tie, lies: lies)
    }
  }

  func adopt(_ tie: LedgerTie) async throws(TargetError) -> LedgerAdoption {
    try await change(nil, nil, nil) { [name] database, _ in database.adopt(tie, by: name) }
  }
}
