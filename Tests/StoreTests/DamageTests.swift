import Foundation
import GRDB
import Glibc
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("A journal that cannot be used")
struct DamageTests {
  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  /// A closed journal with 300 entries.
  private func make(_ path: String) throws {
    let journal = try Journal.open(at: path)
    defer { journal.close() }
    try journal.decide { transaction in
      let migration = try transaction.register()
      _ = try transaction.insertRollout(migrationID: migration.id, target: "t", environment: "e", at: moment(0))
      for second in 1...300 { try transaction.note("event \(second)", Int64(second)) }
    }
  }

  private func failure(_ path: String) throws -> StoreError {
    try #require(throws: StoreError.self) { try Journal.open(at: path).close() }
  }

  /// Changes a closed journal by hand, with no trigger and no foreign key in the way.
  private func tamper(_ path: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { database in
      for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(name)")
      }
      try database.execute(sql: sql)
    }
    try queue.close()
  }

  @Test("a text file is no journal, and is left as it is")
  func textFile() throws {
    let place = try Workplace()
    let text = Data(String(repeating: "this is a shopping list\n", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: place.path))
    #expect(try failure(place.path) == .notAJournal(path: place.path, what: "file is not a database"))
    #expect(try bytes(place.path) == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder) == ["journal.sqlite"])
  }

  @Test("somebody else's SQLite database is no journal, and is left as it is")
  func otherDatabase() throws {
    let place = try Workplace()
    let queue = try DatabaseQueue(path: place.path)
    try queue.write { try $0.execute(sql: "CREATE TABLE invoice (id INTEGER PRIMARY KEY)") }
    try queue.close()
    let before = try bytes(place.path)
    let error = try failure(place.path)
    #expect(
      error.message == "\(place.path) is not a journal of migrated: it is a SQLite database with application_id 0, "
        + "not 1296648018; it was left as it is; check the path in the configuration")
    #expect(try bytes(place.path) == before)
  }

  @Test("a folder is no journal, and a folder that is not there is an error that names the path")
  func folders() throws {
    let place = try Workplace()
    #expect(try failure(place.folder) == .notAJournal(path: place.folder, what: "it is no regular file"))
    let path = place.folder + "/absent/journal.sqlite"
    #expect(try failure(path) == .io(path: path, code: 14, what: "No such file or directory"))
  }

  @Test("an empty file becomes a journal, readable by its owner only")
  func emptyFile() throws {
    let place = try Workplace()
    try Data().write(to: URL(fileURLWithPath: place.path))
    try Journal.open(at: place.path).close()
    try FileManager.default.removeItem(atPath: place.path)
    try make(place.path)
    let mode = try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("a page of zeros is damage, and the file is left as it is")
  func zeroedPage() throws {
    let place = try Workplace()
    try make(place.path)
    var data = try bytes(place.path)
    let middle = data.count / 4096 / 2 * 4096
    data.replaceSubrange(middle..<middle + 4096, with: Data(count: 4096))
    try data.write(to: URL(fileURLWithPath: place.path))
    let error = try failure(place.path)
    #expect(error.name == "corrupt")
    #expect(error.message.hasPrefix("the journal \(place.path) is damaged: "))
    #expect(error.message.hasSuffix("and restore it from a backup"))
    #expect(try bytes(place.path) == data)
  }

  @Test("a file that was cut short is damage")
  func cutShort() throws {
    let place = try Workplace()
    try make(place.path)
    let data = try bytes(place.path)
    try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: place.path))
    #expect(try failure(place.path).name == "corrupt")
  }

  @Test("damage that shows while the journal is in use is an error, not the end")
  func damageInUse() throws {
    let place = try Workplace()
    try make(place.path)
    var data = try bytes(place.path)
    for start in stride(from: 0, to: data.count, by: 4096) {
      let page = data[start..<start + 4096]
      guard page.range(of: Data("alice".utf8)) != nil, page.range(of: Data("event 2".utf8)) != nil else { continue }
      data.replaceSubrange(start..<start + 4096, with: Data(repeating: 7, count: 4096))
    }
    try data.write(to: URL(fileURLWithPath: place.path))
    let journal = try Journal(writer: DatabasePool(path: place.path))
    defer { journal.close() }
    let read = try #require(throws: StoreError.self) { try journal.read { try $0.history() } }
    #expect(read.name == "corrupt")
    let write = try #require(throws: StoreError.self) { try journal.decide { try $0.note("more", 1000) } }
    #expect(write.name == "corrupt")
  }

  @Test(
    "a history that does not fit its head is found at the start",
    arguments: [
      ("DELETE FROM history WHERE seq > 290", "the history has 290 entries up to 290, its head says 300"),
      ("DELETE FROM history WHERE seq = 5", "the history has 299 entries up to 300, its head says 300"),
      ("UPDATE history_head SET hash = zeroblob(32)", "the head of the history has another hash than its last entry"),
      ("DELETE FROM history_head", "the head of the history is missing"),
      ("DELETE FROM migration", "a row of rollout refers to a row of migration that is not there"),
    ])
  func headAtStart(change: String, what: String) throws {
    let place = try Workplace()
    try make(place.path)
    try tamper(place.path, change)
    #expect(try failure(place.path) == .corrupt(path: place.path, code: 11, what: what))
  }

  @Test("a value that this program cannot have written is damage, never a trap")
  func impossibleValues() throws {
    let changes = [
      "UPDATE rollout SET shape = 'asleep'", "UPDATE rollout SET activity = 'expand'",
      "UPDATE rollout SET activity = 'rollback', of_phase = NULL, shape = 'queued'",
      "UPDATE rollout SET activity = NULL, of_phase = 'expand', shape = 'queued'", "UPDATE rollout SET target = x'00'",
      "UPDATE rollout SET changed_at = 'noon'", "UPDATE rollout SET changed_at = 1.5",
      "UPDATE rollout SET attempts = NULL",
    ]
    for change in changes {
      let (journal, rollout) = try journalWithRollout()
      try journal.writer.writeWithoutTransaction { database in
        try database.execute(
          sql: """
            PRAGMA ignore_check_constraints = ON;
            PRAGMA foreign_keys = OFF;
            DROP TABLE rollout;
            CREATE TABLE rollout (id INTEGER PRIMARY KEY, migration_id, target, environment, shape, activity, of_phase,
              attempt, halt_reason, attempts, detail, changed_at, expand_at, backfill_at, switch_at, contract_at);
            INSERT INTO rollout (id, migration_id, target, environment, shape, attempts, changed_at)
              VALUES (\(rollout.id), 1, 't', 'e', 'planned', 0, 0);
            """ + change)
      }
      let error = try #require(throws: StoreError.self) { try journal.read { try $0.rollout(id: rollout.id) } }
      #expect(error.name == "corrupt", "\(change)")
    }
  }

  @Test("a connection that may not write refuses a decision and goes on reading")
  func readOnly() throws {
    let place = try Workplace()
    try make(place.path)
    var configuration = Configuration()
    configuration.readonly = true
    let journal = try Journal(writer: DatabaseQueue(path: place.path, configuration: configuration))
    let error = try #require(throws: StoreError.self) { try journal.decide { try $0.note("more", 1000) } }
    #expect(error == .readOnly(path: place.path, code: 8))
    #expect(try journal.read { try $0.lastHistory()?.seq } == 300)
  }

  @Test("another process's write lock is waited for, within a bound")
  func busy() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path, busyTimeout: .milliseconds(20))
    defer { journal.close() }
    try journal.decide { try $0.note() }
    let other = try DatabaseQueue(path: place.path)
    try other.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      let error = try #require(throws: StoreError.self) { try journal.decide { try $0.note() } }
      #expect(error == .busy(path: place.path, code: 5))
      #expect(try journal.read { try $0.lastHistory()?.seq } == 1)
      try database.execute(sql: "COMMIT")
    }
    try journal.decide { try $0.note() }
    #expect(try journal.read { try $0.lastHistory()?.seq } == 2)
  }

  @Test("a full journal refuses a decision whole, goes on reading, and goes on deciding once there is room")
  func full() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path)
    defer { journal.close() }
    try journal.writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100") }
    let (decided, error) = try decideUntilRefused(journal)
    #expect(error == .full(path: place.path, code: 13))
    try expectWhole(journal, decided)
    try journal.writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 200") }
    try journal.decide { try $0.note("room again", 5000) }
    try expectWhole(journal, decided, extra: 1)
  }

  @Test("a full file system is the same, and the journal opens again", .enabled(if: TinyFileSystem.isPossible))
  func fullFileSystem() throws {
    let place = try TinyFileSystem(kilobytes: 900)
    let journal = try Journal.open(at: place.path)
    let (decided, error) = try decideUntilRefused(journal)
    #expect(error == .full(path: place.path, code: 13))
    try expectWhole(journal, decided)
    journal.close()
    let again = try Journal.open(at: place.path)
    try expectWhole(again, decided)
    again.close()
  }

  @Test("a file system that filled up meanwhile is full at the start", .enabled(if: TinyFileSystem.isPossible))
  func fullAtStart() throws {
    let place = try TinyFileSystem(kilobytes: 900)
    try make(place.path)
    let before = try bytes(place.path)
    try place.fillUp()
    let error = try failure(place.path)
    #expect(error.name == "full")
    #expect(error.message.contains("free space on its file system"))
    #expect(try bytes(place.path) == before)
    try place.makeRoom()
    let journal = try Journal.open(at: place.path)
    #expect(try HistoryVerifier.verify(journal).firstBad == nil)
    journal.close()
  }

  @Test("a journal that was deleted, moved or replaced under the daemon takes no decision", arguments: ["", "-wal"])
  func deletedInUse(suffix: String) throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path)
    defer { journal.close() }
    try journal.decide { try $0.note() }
    let (path, aside) = (place.path + suffix, place.folder + "/aside")
    try FileManager.default.moveItem(atPath: path, toPath: aside)
    let error = try #require(throws: StoreError.self) { try journal.decide { try $0.note() } }
    #expect(error.code == 1032)
    #expect(error.message.contains("\(path) was deleted, moved or replaced while the daemon was using it"))
    try Data("something else".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.self) { try journal.decide { try $0.note() } }
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: aside, toPath: path)
    try journal.decide { try $0.note() }
    #expect(try journal.read { try $0.counts().historyEntries } == 2)
  }

  @Test("a file system without room for a new journal is full", .enabled(if: TinyFileSystem.isPossible))
  func fullAtBirth() throws {
    let place = try TinyFileSystem(kilobytes: 64)
    #expect(try failure(place.path).name == "full")
  }

  @Test("a read-only file system is refused at the start", .enabled(if: TinyFileSystem.isPossible))
  func readOnlyFileSystem() throws {
    let place = try TinyFileSystem(kilobytes: 4000)
    try place.makeReadOnly()
    #expect(try failure(place.path) == .readOnly(path: place.path, code: 8))
    try place.makeWritable()
    try make(place.path)
    try place.makeReadOnly()
    let error = try failure(place.path)
    #expect(error == .readOnly(path: place.path, code: 8))
    #expect(error.message.contains("whether the file system is mounted read-only"))
  }

  /// Each decision makes several rows; the answer is how many were accepted.
  private func decideUntilRefused(_ journal: Journal) throws -> (Int, StoreError?) {
    for round in 0..<2000 {
      do {
        try journal.decide { transaction in
          let bulk = [PlanFileRecord(path: "expand.sql", bytes: Array(repeating: 65, count: 2000))]
          try transaction.register("m\(round)", files: bulk)
          try transaction.note("registered", Int64(round))
        }
      } catch let error as StoreError { return (round, error) }
    }
    return (2000, nil)
  }

  private func expectWhole(_ journal: Journal, _ decided: Int, extra: Int = 0) throws {
    let counts = try journal.read { try $0.counts() }
    #expect(decided > 5)
    #expect(counts.migrations == decided)
    #expect(counts.historyEntries == Int64(decided + extra))
    #expect(try HistoryVerifier.verify(journal).firstBad == nil)
    let check = try journal.writer.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    #expect(check == "ok")
  }
}
