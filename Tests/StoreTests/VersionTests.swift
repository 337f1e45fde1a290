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

  private func version1() throws -> String {
    let url = try #require(Bundle.module.url(forResource: "version1", withExtension: "sql", subdirectory: "Fixtures"))
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
    try store(version1(), at: workplace.path)
    let journal = try Journal.open(at: workplace.path)
    defer { journal.close() }
    #expect(journal.upgradedFrom == 1)
    let report = try HistoryVerifier.verify(journal)
    #expect(report.isSound)
    #expect(report.entries == 21)
    #expect(report.headHash == "a86e907da7f878e1f155b204678a2fbf737f6b7fde7b357f4bc7f8c101019786")
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
    try store(version1(), at: workplace.path)
    try Journal.open(at: workplace.path).close()
    let again = try Journal.open(at: workplace.path)
    defer { again.close() }
    #expect(again.upgradedFrom == nil)
    let new = try Journal(writer: DatabaseQueue())
    #expect(new.upgradedFrom == nil)
    #expect(try again.writer.read(schema) == new.writer.read(schema))
    #expect(try again.writer.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == SchemaVersion.present)
  }

  @Test("version 1 is still what it was when it was shipped")
  func frozen() throws {
    let workplace = try Workplace()
    try store(version1(), at: workplace.path)
    let shipped = try DatabaseQueue(path: workplace.path).read(schema)
    let queue = try DatabaseQueue()
    try queue.write { try $0.execute(sql: SchemaVersion.version1.sql) }
    #expect(try queue.read(schema) == shipped)
  }

  @Test("the versions are numbered from 1 to the present one")
  func numbers() {
    #expect(SchemaVersion.all.map(\.number) == Array(1...SchemaVersion.present))
  }

  @Test("an upgrade that does not commit leaves the old version, which the next start upgrades")
  func interruptedUpgrade() throws {
    let workplace = try Workplace()
    try store(version1(), at: workplace.path)
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
    #expect(error == .newerVersion(path: workplace.path, found: 7, known: 2))
    #expect(
      error.message == "the journal \(workplace.path) has version 7, this release knows versions up to 2; "
        + "install the release that wrote it, or a later one")
    #expect(try Data(contentsOf: URL(fileURLWithPath: workplace.path)) == before)
  }
}
