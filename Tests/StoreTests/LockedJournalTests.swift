import Foundation
import GRDB
import Synchronization
import Testing

@testable import MigrationStore

@Suite("A journal that somebody else has locked")
struct LockedJournalTests {
  @Test("is told for as long as it is locked, within a quarter of a second")
  func locked() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path, busyTimeout: .zero)
    #expect(!journal.isLockedByAnother())
    let other = try DatabaseQueue(path: place.path)
    try other.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      let clock = ContinuousClock()
      var isLocked = false
      let took = clock.measure { isLocked = journal.isLockedByAnother() }
      #expect(isLocked && took < .seconds(1), "\(took)")
      try database.execute(sql: "ROLLBACK")
    }
    #expect(!journal.isLockedByAnother())
    try journal.decide { _ = try $0.note() }
    try other.close()
    journal.close()
    #expect(!journal.isLockedByAnother())
  }

  @Test("is not, where it is a decision of its own that takes long")
  func own() throws {
    let place = try Workplace()
    let journal = try Journal.open(at: place.path)
    try journal.decide { transaction in
      try transaction.note()
      let found = Mutex(true)
      let thread = Thread { found.withLock { $0 = journal.isLockedByAnother() } }
      thread.start()
      while !thread.isFinished { usleep(1_000) }
      #expect(found.withLock { $0 } == false)
    }
    #expect(try journal.read { try $0.counts() }.historyEntries == 1)
  }
}
