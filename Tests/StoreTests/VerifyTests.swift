import GRDB
import MigrationDigest
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("Verifying the history")
struct VerifyTests {
  /// Ten entries, then `tamper` by hand with every trigger dropped.
  private func flaw(after tamper: (Database) throws -> Void) throws -> HistoryFlaw? {
    let queue = try DatabaseQueue()
    let journal = try Journal(writer: queue)
    try journal.decide { transaction in
      for second in 1...10 { try transaction.note("event \(second)", Int64(second)) }
    }
    #expect(try HistoryVerifier.verify(journal).firstBad == nil)
    try queue.write { database in
      for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(name)")
      }
      try tamper(database)
    }
    return try HistoryVerifier.verify(journal).firstBad
  }

  /// Gives the row the hash of what it says now.
  private func hashAgain(_ database: Database, _ seq: Int64) throws {
    var hash: [UInt8] = []
    try JournalReader(JournalAccess(database, path: "")).eachHashedRow { row in
      if row.seq == seq { hash = row.computed }
    }
    try database.execute(sql: "UPDATE history SET hash = ? WHERE seq = ?", arguments: [blob(hash), seq])
  }

  @Test("an empty history is sound")
  func empty() throws {
    let report = try HistoryVerifier.verify(Journal(writer: DatabaseQueue()))
    #expect(report.isSound)
    #expect(report.entries == 0)
    #expect(report.headHash == String(repeating: "0", count: 64))
  }

  @Test("a whole history is sound, and its head is the last entry's hash")
  func whole() throws {
    let journal = try Journal(writer: DatabaseQueue())
    let last = try journal.decide { transaction in
      try transaction.note("first", 1)
      return try transaction.note("second", 1)
    }
    let report = try HistoryVerifier.verify(journal)
    #expect(report == VerifyReport(entries: 2, firstBad: nil, headHash: last.hash))
  }

  @Test(
    "a change of any column is found at its row",
    arguments: [
      "at = at + 1", "by_uid = 0", "by_user = 'mallory'", "by_pid = 1", "by_verb = 'x'", "event = 'x'",
      "migration = 'x'", "target = ''", "phase = 'expand'", "from_state = 'planned'", "to_state = 'planned'",
      #"detail = '{"a":1}'"#, "previous_hash = zeroblob(32)", "hash = zeroblob(32)",
    ])
  func altered(change: String) throws {
    let flaw = try flaw { try $0.execute(sql: "UPDATE history SET \(change) WHERE seq = 5") }
    #expect(flaw == HistoryFlaw(seq: 5, kind: .altered))
    #expect(flaw?.what == "entry 5 was altered: its hash is not the hash of what it says")
  }

  @Test("text hidden behind a NUL is found")
  func hiddenText() throws {
    let flaw = try flaw { database in
      try database.execute(
        sql: "UPDATE history SET event = CAST(CAST(event AS BLOB) || x'00' || 'hidden' AS TEXT) WHERE seq = 5")
    }
    #expect(flaw == HistoryFlaw(seq: 5, kind: .altered))
  }

  @Test("a deleted row is missing")
  func deleted() throws {
    #expect(
      try flaw { try $0.execute(sql: "DELETE FROM history WHERE seq = 5") } == HistoryFlaw(seq: 5, kind: .missing))
    #expect(
      try flaw { try $0.execute(sql: "DELETE FROM history WHERE seq = 1") } == HistoryFlaw(seq: 1, kind: .missing))
  }

  @Test("a deleted row whose followers moved up is found where it was")
  func closedGap() throws {
    let flaw = try flaw { database in
      try database.execute(sql: "DELETE FROM history WHERE seq = 5")
      for seq in 6...10 { try database.execute(sql: "UPDATE history SET seq = seq - 1 WHERE seq = \(seq)") }
      try database.execute(sql: "UPDATE history_head SET seq = 9")
    }
    #expect(flaw == HistoryFlaw(seq: 5, kind: .altered))
  }

  @Test("two rows that changed places are found at the first")
  func swapped() throws {
    let flaw = try flaw { database in
      try database.execute(
        sql: """
          UPDATE history SET seq = 1000 WHERE seq = 5;
          UPDATE history SET seq = 5 WHERE seq = 6;
          UPDATE history SET seq = 6 WHERE seq = 1000;
          """)
    }
    #expect(flaw == HistoryFlaw(seq: 5, kind: .altered))
  }

  @Test("a tail that was cut off is missing from its first entry on")
  func truncated() throws {
    let flaw = try flaw { try $0.execute(sql: "DELETE FROM history WHERE seq > 7") }
    #expect(flaw == HistoryFlaw(seq: 8, kind: .missing))
  }

  @Test("everything deleted is missing from the first entry on")
  func emptied() throws {
    #expect(try flaw { try $0.execute(sql: "DELETE FROM history") } == HistoryFlaw(seq: 1, kind: .missing))
  }

  @Test("a row that was altered and hashed again is found by what follows it")
  func rehashed() throws {
    let flaw = try flaw { database in
      try database.execute(sql: "UPDATE history SET by_user = 'mallory' WHERE seq = 5")
      try hashAgain(database, 5)
    }
    #expect(flaw == HistoryFlaw(seq: 5, kind: .rehashed))
  }

  @Test("the last row altered and hashed again is found by the head")
  func rehashedLast() throws {
    let flaw = try flaw { database in
      try database.execute(sql: "UPDATE history SET by_user = 'mallory' WHERE seq = 10")
      try hashAgain(database, 10)
    }
    #expect(flaw == HistoryFlaw(seq: 10, kind: .rehashed))
  }

  @Test("a first row that follows something else is found")
  func unlinked() throws {
    let flaw = try flaw { database in
      try database.execute(sql: "UPDATE history SET previous_hash = randomblob(32) WHERE seq = 1")
      try hashAgain(database, 1)
    }
    #expect(flaw == HistoryFlaw(seq: 1, kind: .unlinked))
  }

  @Test("a row beyond the head is found")
  func beyondHead() throws {
    let flaw = try flaw { database in
      try database.execute(
        sql: "UPDATE history_head SET seq = 9, hash = (SELECT hash FROM history WHERE seq = 9)")
    }
    #expect(flaw == HistoryFlaw(seq: 10, kind: .beyondHead))
  }

  @Test("a row earlier than the one before it is found, even with every hash after it made anew")
  func wentBack() throws {
    let flaw = try flaw { database in
      try database.execute(sql: "UPDATE history SET at = at - 60000000 WHERE seq = 5")
      for seq in Int64(5)...10 {
        try database.execute(
          sql: "UPDATE history SET previous_hash = (SELECT hash FROM history WHERE seq = ?) WHERE seq = ?",
          arguments: [seq - 1, seq])
        try hashAgain(database, seq)
      }
      try database.execute(sql: "UPDATE history_head SET hash = (SELECT hash FROM history WHERE seq = 10)")
    }
    #expect(flaw == HistoryFlaw(seq: 5, kind: .wentBack))
  }

  @Test("a head that is gone is found")
  func headless() throws {
    #expect(try flaw { try $0.execute(sql: "DELETE FROM history_head") } == HistoryFlaw(seq: 10, kind: .headless))
  }

  @Test("the hash of an entry is the one that the documented layout gives")
  func documentedLayout() {
    let entry = HistoryEntry(
      seq: 7, at: Timestamp(microseconds: -1), actor: RecordedActor(uid: 1000, user: "zoë", pid: -3, verb: "advance"),
      event: "advance", migration: "add-full-name", target: "", phase: .switch, from: nil, to: "planned",
      detail: #"{"ü":1}"#, previousHash: String(repeating: "0f", count: 32), hash: "")
    // Computed with the Python lines in HistoryChain's documentation.
    let hash = hexadecimal(HistoryChain.hash(of: entry))
    #expect(hash == "da0c097809f7a677d73846c05aedf06efe65d4ffe46f8513c61d96ed1e56cae6")
  }
}
