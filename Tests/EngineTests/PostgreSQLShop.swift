import Foundation
import Logging
import MigrationPhases
import MigrationPlan
import MigrationPostgreSQL
import MigrationStore
import MigrationTargets
import ThrowawayPostgreSQL

@testable import MigrationEngine

/// A daemon's engine and worker over a staging and a production database of a real PostgreSQL server.
final class PostgreSQLShop {
  let folder: String
  let clock = SettableClock()
  let databases: [String: Database]
  let journal: Journal
  let engine: Engine
  let worker: Worker

  init(customers: Int) async throws {
    folder = NSTemporaryDirectory() + "migrated-engine-" + UUID().uuidString
    for part in ["copies", "plans", "run", "home"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/state/\(part)", withIntermediateDirectories: true)
    }
    let cluster = try Cluster.shared()
    var databases: [String: Database] = [:]
    for name in ["s1", "p1"] {
      let database = try Database(on: cluster)
      try database.connect().run(
        """
        CREATE TABLE customer (id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL);
        INSERT INTO customer SELECT n, 'F' || n, 'L' || n FROM generate_series(1, \(customers)) n;
        """)
      databases[name] = database
    }
    self.databases = databases
    let topology = Topology(
      environments: [
        .init(name: "staging", policy: Shop.staging), .init(name: "production", policy: Shop.production),
      ],
      entries: try [("s1", "staging"), ("p1", "production")].map { name, environment in
        let settings = try PostgreSQLSettings(databases[name]?.socket ?? "")
        return .init(
          target: PostgreSQLTarget(
            name: name, settings: settings,
            bounds: PostgreSQLBounds(
              lock: .milliseconds(200), retry: Backoff(tries: 3, first: .milliseconds(20), longest: .milliseconds(50)))),
          environment: environment, groups: ["shop"], engine: .postgresql)
      })
    journal = try Journal.open(at: "\(folder)/state/journal.sqlite", busyTimeout: .zero)
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let clock = clock
    engine = Engine(journal: journal, topology: topology, clock: { clock.now }, log: log)
    worker = Worker(
      engine: engine, places: Shop.places(in: "\(folder)/state"), launcher: Shop.launcher, log: log)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The plan that `migratectl new --engine postgresql` writes, with a reason and without what would be deployed.
  func plan() throws -> PlanFiles {
    let scaffold = try Plan.scaffold(name: "add-full-name", engine: .postgresql)
    return PlanFiles(
      scaffold.files.map { file in
        var text = String(decoding: file.bytes, as: UTF8.self)
        text = text.replacing(
          "<why nobody needs what is taken away here>", with: "every release since v2 reads full_name")
        if file.path == Plan.fileName {
          text = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
            !["switch:", "  deploy:", "  rollback: {", "  health:"].contains(where: $0.hasPrefix)
          }.joined(separator: "\n")
        }
        return PlanFile(path: file.path, text: text)
      })
  }

  static let usual = "add-full-name"

  func state(_ target: String, of migration: String = usual) throws -> RolloutState? {
    try journal.read { try $0.rollout(migration: migration, target: target) }?.state
  }

  func detail(_ target: String, of migration: String = usual) throws -> String? {
    try journal.read { try $0.rollout(migration: migration, target: target) }?.detail
  }

  func command(_ command: Command, _ target: String, of migration: String = usual) async throws {
    try await engine.command(command, migration: migration, target: target, by: alice)
  }

  func work() async { while await worker.runOne() {} }

  /// What people give, the command, and the work.
  func go(_ phase: Phase, _ target: String) async throws {
    if phase == .contract { clock.pass(days: 15) }
    if target == "p1" {
      for item in phase == .expand ? Policy.usualChecklist : phase == .contract ? ["backup"] : [] {
        _ = try await engine.signOff(
          item, migration: "add-full-name", target: target, evidence: "seen", expiresIn: nil, by: alice)
      }
      if phase == .expand || phase == .contract {
        _ = try await engine.approve(phase, migration: "add-full-name", target: target, comment: nil, by: bob)
      }
    }
    try await command(.advance(to: phase), target)
    await work()
  }
}
