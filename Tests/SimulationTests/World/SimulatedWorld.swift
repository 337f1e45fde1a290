import GRDB
import Logging
import MigrationPhases
import MigrationStore
import MigrationTargets

@testable import MigrationEngine

/// A daemon, its journal, its databases and the people around it, all moved by one seed.
actor SimulatedWorld {
  let setting: SimulatedSetting
  let clock = SimulatedClock()
  let life = SimulatedLife()
  let ids = SimulatedIDs()
  let hooks = TargetHooks()
  let database: DatabaseQueue
  let folder: String
  nonisolated let targets: [SimulatedTarget]
  var dice: SplitMix64
  var auditor: Auditor
  var journal: Journal
  var engine: Engine
  var worker: Worker
  var isStopped = false
  /// Nobody gives up half-way, and what is armed stays armed until it happens.
  var isPatient = false
  /// How deep people are inside something that is under way.
  var depth = 0
  var marks = 0
  var backups: [String: [SimulatedDatabase]] = [:]
  var fates: [CommandFate] = []
  private(set) var transcript: [String] = []
  var tally = Tally()

  /// - Parameter folder: where plans may be unpacked; nobody else uses it meanwhile.
  init(seed: UInt64, setting: SimulatedSetting? = nil, folder: String) async throws {
    var dice = SplitMix64(seed: seed)
    let setting = setting ?? SimulatedSetting.random(dice: &dice)
    self.dice = dice
    self.setting = setting
    self.folder = folder
    auditor = Auditor(setting: setting, clock: clock)
    let (life, clock, hooks) = (life, clock, hooks)
    targets = setting.places.map { place in
      SimulatedTarget(name: place.target, plans: setting.plans, life: life, clock: clock, hooks: hooks)
    }
    database = try DatabaseQueue()
    journal = try Journal(writer: database)
    database.add(transactionObserver: CommitObserver(life: life), extent: .databaseLifetime)
    let made = Self.daemon(
      journal, setting, targets, clock, ids, folder, command: { _, _, _ in .notStarted("too early") })
    engine = made.engine
    worker = made.worker
    hooks.set(
      TargetHooks.Hooks(
        happened: { [unowned self] event in await witness(event) },
        interject: { [unowned self] target in await interject(target) }))
    try await start()
  }

  /// A new daemon over the journal as it is.
  func start() async throws {
    life.revive()
    isStopped = false
    journal = try Journal(writer: database)
    let made = Self.daemon(journal, setting, targets, clock, ids, folder) { [unowned self] spec, stop, urgency in
      await run(spec, until: stop, at: urgency)
    }
    engine = made.engine
    worker = made.worker
  }

  private static func daemon(
    _ journal: Journal, _ setting: SimulatedSetting, _ targets: [SimulatedTarget], _ clock: SimulatedClock,
    _ ids: SimulatedIDs, _ folder: String, command: @escaping CommandRun
  ) -> (engine: Engine, worker: Worker) {
    let topology = Topology(
      environments: setting.environments.map { .init(name: $0.name, policy: setting.told($0.name)) },
      entries: targets.map {
        .init(target: $0, environment: setting.environment(of: $0.name), groups: [SimulatedPlan.group])
      })
    let log = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
    let engine = Engine(journal: journal, topology: topology, clock: { clock.wall }, newID: { ids.next() }, log: log)
    let places = WorkPlaces(
      state: folder, restorePoints: "/copies", plans: folder, work: folder, home: folder)
    return (engine, Worker(engine: engine, places: places, log: log, runCommand: command))
  }

  func say(_ line: String) {
    transcript.append(String(repeating: "  ", count: depth) + line)
  }

  /// The database of that name; the first one where there is none.
  nonisolated func targets(_ name: String) -> SimulatedTarget { targets.first { $0.name == name } ?? targets[0] }

  /// A second daemon over the same journal, which must never be.
  func otherWorker() -> Worker {
    Self.daemon(journal, setting, targets, clock, ids, folder) { _, _, _ in .exited(code: 0, output: "") }.worker
  }

  /// What others do, instead of chance, when a call is made to wait for them.
  func interrupt(_ body: @escaping @Sendable () async -> Void) {
    hooks.set(TargetHooks.Hooks(happened: { [unowned self] in await witness($0) }, interject: { _ in await body() }))
  }

  func target(_ name: String) -> SimulatedTarget? { targets.first { $0.name == name } }

  func part(_ key: RolloutKey) -> SimulatedDatabase.Part {
    target(key.target)?.database.part(key.migration) ?? SimulatedDatabase.Part()
  }

  /// Brings the auditor up to what is on record.
  func audit() {
    do {
      let before = auditor.lastSeq
      try database.unsafeRead { database in try auditor.follow(database) { part($0) } }
      if auditor.lastSeq > before { auditor.compare(try journal.read { try $0.rollouts() }) }
    } catch { auditor.violate(.lost, "the journal cannot be read: \(error)") }
  }

  private func witness(_ event: TargetEvent) {
    audit()
    auditor.witness(event, lastStep: lastStep(RolloutKey(migration: event.migration, target: event.target)))
  }

  func lastStep(_ key: RolloutKey) -> StepRecord? {
    try? journal.read { reader in
      guard let rollout = try reader.rollout(migration: key.migration, target: key.target) else { return nil }
      return try reader.steps(ofRollout: rollout.id, attempt: nil).last
    }
  }

  /// Time for everybody; never while something is not on record yet.
  func pass(_ time: Duration) {
    audit()
    clock.pass(time)
  }

  func nextMark() -> Int {
    marks += 1
    return marks
  }

  /// The states that people see.
  func states() -> [(key: RolloutKey, state: RolloutState)] {
    auditor.rollouts.keys.sorted().map { ($0, auditor.rollouts[$0]?.state ?? .planned) }
  }
}
