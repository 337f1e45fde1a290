import Foundation
import GRDB
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("Versions of the journal")
struct VersionTests {
  struct Crash: Error, Equatable {}

  /// Lets nothing be committed.
  final class CrashAtCommit: TransactionObserver {
    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws { throw Crash() }
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
  }

  /// A file as that version left it.
  private func stored(_ version: Int) throws -> String {
    let url = try #require(
      Bundle.module.url(forResource: "version\(version)", withExtension: "sql", subdirectory: "Fixtures"))
    return try String(contentsOf: url, encoding: .utf8)
  }

  private func store(_ sql: String, at path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: sql)
    }
    try queue.close()
  }

  private func schema(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database, sql: "SELECT type || ' ' || name || ': ' || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1")
  }

  @Test("a version 1 file is upgraded in place and keeps everything")
  func upgrade() throws {
    let workplace = try Workplace()
    try store(stored(1), at: workplace.path)
    let journal = try Journal.open(at: workplace.path)
    defer { journal.close() }
    #expect(journal.upgradedFrom == 1)
    let report = try HistoryVerifier.verify(journal)
    #expect(report.strays.map(\.description) == [])
    #expect(report.firstBad == nil)
    #expect(report.entries == 24)
    #expect(report.records == 2 + 3 + 2 + 1 + 1 + 1)
    #expect(report.unsaid == 16)
    try journal.read { reader in
      let staging = try #require(try reader.rollout(migration: "add-full-name", target: "staging-1"))
      #expect(staging.state == .completed(.switch))
      #expect(staging.completedAt == [.expand: moment(20), .backfill: moment(39), .switch: moment(90)])
      let production = try #require(try reader.rollout(migration: "add-full-name", target: "production-1"))
      #expect(production.state == .halted(.phase(.backfill), .failed))
      #expect(production.detail == "a row cannot be written")
      #expect(production.completedAt == [.expand: moment(60)])
      #expect(try reader.rollout(migration: "drop-fax", target: "staging-1")?.completedAt == [:])
      #expect(try reader.planFiles(ofMigration: 1).map(\.path) == ["expand.sql", "migration.yaml"])
      #expect(try reader.signOffs(ofRollout: 1).map(\.item) == ["backup"])
      #expect(try reader.approvals(ofRollout: 2).map(\.comment) == ["fine"])
      #expect(try reader.freezes().map(\.liftedBy?.user) == ["alice"])
      #expect(try reader.steps(ofRollout: 2).map(\.status) == [.failed])
    }
  }

  @Test("an upgraded file and a new one have the same layout, and neither is upgraded again")
  func sameLayout() throws {
    let workplace = try Workplace()
    try store(stored(1), at: workplace.path)
    try Journal.open(at: workplace.path).close()
    let again = try Journal.open(at: workplace.path)
    defer { again.close() }
    #expect(again.upgradedFrom == nil)
    let new = try Journal(writer: DatabaseQueue())
    #expect(new.upgradedFrom == nil)
    #expect(try again.writer.read(schema) == new.writer.read(schema))
    #expect(try again.writer.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == SchemaVersion.present)
  }

  @Test("a version 2 file is upgraded in place, and what its entries say bears out what it keeps")
  func upgradeFrom2() throws {
    let workplace = try Workplace()
    try store(stored(2), at: workplace.path)
    let journal = try Journal.open(at: workplace.path)
    defer { journal.close() }
    #expect(journal.upgradedFrom == 2)
    let report = try HistoryVerifier.verify(journal)
    #expect(report.strays.map(\.description) == [])
    #expect(report.firstBad == nil)
    #expect(report.entries == 82)
    #expect(report.records == 2 + 4 + 20 + 6 + 3 + 1 + 2 + 3)
    // Until when three approvals count, a step that an interruption ended, three facts; and of every step that an entry
    // names its activity, place and beginning.
    #expect(report.unsaid == 3 + 1 + 3 + 17 * 3)
    try journal.read { reader in
      let last = try #require(try reader.lastHistory())
      #expect(last.event == "upgraded" && last.detail == #"{"from":"2","to":"3"}"#)
      #expect(try reader.olderUntil() == last.at)
      let production = try #require(try reader.rollout(migration: "add-full-name", target: "p1"))
      #expect(production.state == .completed(.switch))
      #expect(try reader.restorePoints(ofRollout: 1).count == 1)
      #expect(try reader.freezes().map(\.reason) == ["quarter end", "holidays"])
      #expect(try reader.fact("versions-before/1") == "0 0")
    }
  }

  @Test("an empty journal of an older version has nothing that says less, and gets no entry of its upgrade")
  func upgradeOfNothing() throws {
    let queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(sql: SchemaVersion.version1.sql + SchemaVersion.version2.sql)
      try database.execute(sql: "PRAGMA user_version = 2; PRAGMA application_id = \(SchemaVersion.applicationID)")
    }
    let journal = try Journal(writer: queue)
    #expect(journal.upgradedFrom == 2)
    #expect(try journal.read { try $0.lastHistory() } == nil)
  }

  @Test("versions that were shipped are still what they were", arguments: [1, 2])
  func frozen(_ version: Int) throws {
    let workplace = try Workplace()
    try store(stored(version), at: workplace.path)
    let shipped = try DatabaseQueue(path: workplace.path).read(schema)
    let queue = try DatabaseQueue()
    try queue.write { database in
      for step in SchemaVersion.all where step.number <= version { try database.execute(sql: step.sql) }
    }
    #expect(try queue.read(schema) == shipped)
  }

  @Test("the versions are numbered from 1 to the present one")
  func numbers() {
    #expect(SchemaVersion.all.map(\.number) == Array(1...SchemaVersion.present))
  }

  @Test("an upgrade that does not commit leaves the old version, which the next start upgrades")
  func interruptedUpgrade() throws {
    let workplace = try Workplace()
    try store(stored(1), at: workplace.path)
    let queue = try DatabaseQueue(path: workplace.path)
    queue.add(transactionObserver: CrashAtCommit(), extent: .databaseLifetime)
    #expect(throws: StoreError.self) { try Journal(writer: queue) }
    #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
    #expect(try queue.read { try $0.tableExists("restore_point") } == false)
    try queue.close()
    let journal = try Journal.open(at: workplace.path)
    #expect(journal.upgradedFrom == 1)
    #expect(try HistoryVerifier.verify(journal).isSound)
    journal.close()
  }

  @Test("a file of a newer release is refused, naming both versions, and not touched")
  func newer() throws {
    let workplace = try Workplace()
    let queue = try DatabaseQueue(path: workplace.path)
    _ = try Journal(writer: queue)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 7") }
    try queue.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: workplace.path))
    let error = try #require(throws: StoreError.self) { try Journal.open(at: workplace.path) }
    #expect(error == .newerVersion(path: workplace.path, found: 7, known: 3))
    #expect(
      error.message == "the journal \(workplace.path) has version 7, this release knows versions up to 3; "
        + "install the release that wrote it, or a later one")
    #expect(try Data(contentsOf: URL(fileURLWithPath: workplace.path)) == before)
  }
}
