import Foundation
import GRDB
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("The journal")
struct JournalTests {
  @Test("syncs every commit, in WAL mode, with foreign keys on")
  func durable() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path)
    defer { journal.close() }
    try journal.writer.writeWithoutTransaction { database throws in
      #expect(try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2)
      #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
      #expect(try Int.fetchOne(database, sql: "PRAGMA foreign_keys") == 1)
      #expect(try Int.fetchOne(database, sql: "PRAGMA application_id") == 0x4D49_4752)
    }
  }

  @Test("has every answered decision after the process is gone, with and without the shared memory file")
  func survives() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path)
    defer { journal.close() }
    for round in 1...20 {
      try journal.decide { try $0.note("round \(round)", Int64(round)) }
    }
    let copy = try Workplace()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: place.path + suffix, toPath: copy.path + suffix)
    }
    let reopened = try Journal.open(at: copy.path)
    defer { reopened.close() }
    #expect(try reopened.read { try $0.lastHistory()?.event } == "round 20")
    #expect(try HistoryVerifier.verify(reopened).firstBad == nil)
  }

  @Test("loses a decision whose commit was torn, and nothing before it")
  func tornCommit() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path)
    defer { journal.close() }
    for round in 1...5 { try journal.decide { try $0.note("round \(round)", Int64(round)) } }
    let whole = try Data(contentsOf: URL(fileURLWithPath: place.path + "-wal"))
    var seen: [Int64] = []
    for kept in [whole.count, whole.count - 100, whole.count - 40_000] where kept > 0 {
      let copy = try Workplace()
      try FileManager.default.copyItem(atPath: place.path, toPath: copy.path)
      try whole.prefix(kept).write(to: URL(fileURLWithPath: copy.path + "-wal"))
      let reopened = try Journal.open(at: copy.path)
      #expect(try HistoryVerifier.verify(reopened).firstBad == nil)
      seen.append(try reopened.read { try $0.counts().historyEntries })
      reopened.close()
    }
    #expect(seen.prefix(2) == [5, 4])
  }

  @Test("answers closed after it was closed, twice closed too", arguments: [true, false])
  func closed(onFile: Bool) throws {
    let place = try Workplace()
    let journal = onFile ? try Journal.open(at: place.path) : try Journal(writer: DatabaseQueue())
    try journal.decide { try $0.note() }
    journal.close()
    journal.close()
    #expect(throws: StoreError.closed) { try journal.decide { try $0.note() } }
    #expect(throws: StoreError.closed) { try journal.read { try $0.lastHistory() } }
  }

  @Test("refuses a decision or a read inside another one instead of ending the process")
  func nested() throws {
    let (journal, _) = try journalWithRollout()
    #expect(throws: StoreError.nested) { try journal.decide { _ in try journal.decide { try $0.note() } } }
    #expect(throws: StoreError.nested) { try journal.decide { _ in try journal.read { try $0.lastHistory() } } }
    #expect(throws: StoreError.nested) { try journal.read { _ in try journal.read { try $0.lastHistory() } } }
    let (other, _) = try journalWithRollout()
    try journal.decide { _ in try other.decide { try $0.note() } }
    #expect(try journal.read { try $0.lastHistory() } == nil)
    #expect(try other.read { try $0.lastHistory()?.seq } == 1)
  }

  @Test("lets nobody use a transaction after its decision")
  func escaped() throws {
    let (journal, _) = try journalWithRollout()
    var kept: JournalTransaction?
    try journal.decide { kept = $0 }
    let transaction = try #require(kept)
    #expect(throws: StoreError.closed) { try transaction.note() }
    #expect(throws: StoreError.closed) { try transaction.counts() }
  }

  @Test("decides for a task that was cancelled: what has to be recorded at the end is recorded")
  func cancelled() async throws {
    let (journal, _) = try journalWithRollout()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try journal.decide { try $0.note("stopping").seq }
    }
    #expect(try await task.value == 1)
    #expect(try journal.read { try $0.lastHistory()?.event } == "stopping")
  }

  @Test("reads one moment, whatever is decided meanwhile")
  func snapshot() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path)
    defer { journal.close() }
    try journal.decide { try $0.note() }
    let other = try Journal.open(at: place.path)
    defer { other.close() }
    try journal.read { reader in
      #expect(try reader.counts().historyEntries == 1)
      try other.decide { try $0.note() }
      #expect(try reader.counts().historyEntries == 1)
    }
    #expect(try journal.read { try $0.counts().historyEntries } == 2)
  }
}
