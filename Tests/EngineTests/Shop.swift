import Foundation
import Logging
import MigrationPhases
import MigrationSQLite
import MigrationStore
import MigrationTargets
import RepositoryFiles

@testable import MigrationEngine

/// A daemon's engine and worker over files: a journal, a staging and a production database with customers in them.
final class Shop {
  let folder: String
  let clock = SettableClock()
  let errors = ErrorCounter.Count()
  private(set) var engine: Engine
  private(set) var worker: Worker
  private(set) var queries: JournalQueries
  private(set) var verification: RecordVerification
  let topology: Topology
  private(set) var journal: Journal

  /// - Parameter targets: by name, with their environments, in the order of the configuration.
  init(customers: Int = 5, targets: [(name: String, environment: String)] = Shop.both, policies: [String: Policy] = [:])
    async throws
  {
    folder = NSTemporaryDirectory() + "migrated-engine-" + UUID().uuidString
    for part in ["state/copies", "state/plans", "state/run", "state/home", "out"] {
      try FileManager.default.createDirectory(atPath: folder + "/" + part, withIntermediateDirectories: true)
    }
    let folder = folder
    for target in targets { try Self.fill(folder + "/\(target.name).db", customers: customers) }
    topology = Topology(
      environments: ["staging", "production"].map {
        .init(name: $0, policy: policies[$0] ?? ($0 == "staging" ? Self.staging : Self.production))
      },
      entries: targets.map {
        .init(
          target: SQLiteTarget(
            name: $0.name, path: folder + "/\($0.name).db", bounds: SQLiteBounds(lock: .milliseconds(300))),
          environment: $0.environment, groups: ["shop"])
      })
    journal = try Journal.open(at: folder + "/state/journal.sqlite", busyTimeout: .zero)
    queries = JournalQueries(journal: journal, topology: topology)
    verification = Self.verification(of: journal, clock, errors)
    (engine, worker) = Self.daemon(journal, topology, clock, folder, errors)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static let both = [(name: "s1", environment: "staging"), (name: "p1", environment: "production")]
  static let one = [(name: "s1", environment: "staging")]
  static let staging = Policy(minimumWait: .zero, checklist: [:], approvals: [:], approvalValidFor: nil)
  static let production = Policy(
    minimumWait: .seconds(14 * 86_400),
    checklist: [
      .expand: Policy.usualChecklist.map { .init(name: $0, validFor: nil) },
      .contract: [.init(name: "backup", validFor: .seconds(86_400))],
    ], approvals: [.expand: 1, .contract: 1], approvalValidFor: nil)

  /// As a new process would: a new engine over the same journal, which recovers.
  func restart() async throws {
    (engine, worker) = Self.daemon(journal, topology, clock, folder, errors)
    try await engine.recover()
  }

  private static func verification(
    of journal: Journal, _ clock: SettableClock, _ errors: ErrorCounter.Count
  ) -> RecordVerification {
    RecordVerification(
      journal: journal, clock: { clock.now }, log: Logger(label: "shop") { _ in ErrorCounter(count: errors) })
  }

  static func places(in state: String) -> WorkPlaces {
    WorkPlaces(
      state: state, restorePoints: state + "/copies", plans: state + "/plans", work: state + "/run",
      home: state + "/home")
  }

  /// As a daemon with another state folder would: over the journal of that name in its state folder, made if it is not
  /// there.
  func restart(over name: String) async throws {
    journal = try Journal.open(at: stateFolder + "/" + name, busyTimeout: .zero)
    queries = JournalQueries(journal: journal, topology: topology)
    verification = Self.verification(of: journal, clock, errors)
    try await restart()
  }

  /// A copy of the journal as it is now, under that name.
  func copyJournal(to name: String) throws {
    let present = try SQLiteConnection(path: stateFolder + "/journal.sqlite", mode: .readOnly)
    try present.backUp(to: stateFolder + "/" + name)
  }

  private static func daemon(
    _ journal: Journal, _ topology: Topology, _ clock: SettableClock, _ folder: String, _ errors: ErrorCounter.Count
  ) -> (Engine, Worker) {
    let log = Logger(label: "test") { _ in ErrorCounter(count: errors) }
    let engine = Engine(journal: journal, topology: topology, clock: { clock.now }, log: log)
    return (engine, Worker(engine: engine, places: places(in: folder + "/state"), launcher: launcher, log: log))
  }

  /// As it was built; a test that starts programs says that it was not, where it was not.
  static let launcher = BuiltProducts.folder + "/migrated-run"

  private static func fill(_ path: String, customers: Int) throws {
    try Data().write(to: URL(fileURLWithPath: path))
    let database = try SQLiteConnection(path: path, mode: .readWrite)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("CREATE TABLE Customer (id INTEGER PRIMARY KEY, FirstName TEXT NOT NULL, LastName TEXT NOT NULL)")
    try database.run(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(customers))
      INSERT INTO Customer (FirstName, LastName) SELECT 'F' || i, 'L' || i FROM n
      """)
  }
}

extension Shop {
  /// The state folder of its daemon.
  var stateFolder: String { folder + "/state" }

  func plan(named name: String = "add-full-name") -> SamplePlan { SamplePlan(folder: folder + "/out", name: name) }

  @discardableResult
  func register(_ plan: SamplePlan) async throws -> Registration { try await engine.register(plan.files, by: alice) }

  /// The first column of the first row, as text.
  @discardableResult
  func ask(_ target: String, _ sql: String) throws -> String {
    let database = try SQLiteConnection(path: folder + "/\(target).db", mode: .readWrite)
    database.setBusyTimeout(.seconds(5))
    switch try database.run(sql).first?.first {
    case .integer(let number)?: return "\(number)"
    case .text(let text)?: return text
    case .null?, .real?, .blob?, nil: return ""
    }
  }

  /// The two databases change places.
  func swap(_ first: String, _ second: String) throws {
    for name in [first, second] { try ask(name, "PRAGMA wal_checkpoint(TRUNCATE)") }
    for end in ["", "-wal", "-shm"] {
      rename("\(folder)/\(first).db\(end)", "\(folder)/aside")
      rename("\(folder)/\(second).db\(end)", "\(folder)/\(first).db\(end)")
      rename("\(folder)/aside", "\(folder)/\(second).db\(end)")
    }
  }

  /// The database of `second` becomes a copy of that of `first`, as a refresh from production does.
  func refresh(_ second: String, from first: String) throws {
    for end in ["", "-wal", "-shm"] { unlink("\(folder)/\(second).db\(end)") }
    try SQLiteConnection(path: "\(folder)/\(first).db", mode: .readWrite).backUp(to: "\(folder)/\(second).db")
  }

  func ledger(_ target: String) throws -> String { try ask(target, "SELECT ledger_id FROM migrated_schema") }

  /// Keeps every other writer out until it is rolled back.
  func lock(_ target: String) throws -> SQLiteConnection {
    let database = try SQLiteConnection(path: folder + "/\(target).db", mode: .readWrite)
    try database.run("BEGIN IMMEDIATE")
    return database
  }

  func columns(_ target: String) throws -> String {
    try ask(target, "SELECT group_concat(name, ' ') FROM pragma_table_info('Customer')")
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  /// What the deploy programs wrote, in order.
  var deployed: [String] {
    let text = (try? String(contentsOfFile: folder + "/out/deployed", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  func rollout(_ target: String = "s1", of migration: String = "add-full-name") throws -> RolloutRecord {
    guard let rollout = try journal.read({ try $0.rollout(migration: migration, target: target) }) else {
      throw EngineError.noSuchTarget(target, known: [])
    }
    return rollout
  }

  func state(_ target: String = "s1", of migration: String = "add-full-name") throws -> RolloutState {
    try rollout(target, of: migration).state
  }

  func command(_ command: Command, _ target: String = "s1", of migration: String = "add-full-name") async throws {
    try await engine.command(command, migration: migration, target: target, note: "a note", by: alice)
  }

  /// Works until nothing is queued.
  func work() async { while await worker.runOne() {} }

  /// Everything that a person can give for the phase.
  func provide(for phase: Phase, _ target: String = "s1") async throws {
    let policy = topology.policy(of: target.hasPrefix("s") ? "staging" : "production")
    for item in policy?.checklist[phase] ?? [] {
      _ = try await engine.signOff(
        item.name, migration: "add-full-name", target: target, evidence: "seen", expiresIn: nil, by: alice)
    }
    if policy?.approvals[phase] != nil {
      _ = try await engine.approve(phase, migration: "add-full-name", target: target, comment: nil, by: bob)
    }
  }

  /// Provides, asks and works, phase by phase, up to and with `phase`.
  func reach(_ phase: Phase, _ target: String = "s1") async throws {
    while let next = try state(target).nextPhase, try rollout(target).completedAt[phase] == nil {
      if next == .contract { clock.pass(days: 15) }
      try await provide(for: next, target)
      try await command(.advance(to: next), target)
      await work()
      guard try state(target) == .completed(next) else { return }
    }
  }
}
