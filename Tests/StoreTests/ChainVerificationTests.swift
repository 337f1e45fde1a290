import GRDB
import Testing

@testable import MigrationStore

@Suite("Verifying the history in slices")
struct ChainVerificationTests {
  private func journal(entries: Int64) throws -> (Journal, DatabaseQueue) {
    let queue = try DatabaseQueue()
    let journal = try Journal(writer: queue)
    try journal.decide { transaction in for second in 1...entries { try transaction.note("noted", second) } }
    return (journal, queue)
  }

  /// Slices of that size until it is over, with what happens between the first and the second.
  private func verified(
    _ journal: Journal, slice: Int, between: () throws -> Void = {}
  ) throws -> (chain: ChainVerification, slices: Int) {
    var chain = ChainVerification()
    try chain.take(slice, of: journal)
    try between()
    var slices = 1
    while !chain.isOver, slices < 100 {
      try chain.take(slice, of: journal)
      slices += 1
    }
    return (chain, slices)
  }

  @Test("finds what one reading of it all finds, whatever the size of a slice", arguments: [1, 3, 9, 10, 11, 1_000])
  func whole(slice: Int) throws {
    let (journal, _) = try journal(entries: 10)
    let (chain, slices) = try verified(journal, slice: slice)
    #expect(chain.isOver && slices == 10 / slice + 1)
    #expect(try HistoryVerifier.verify(journal, after: chain) == HistoryVerifier.verify(journal))
    #expect(chain.entries == 10 && chain.flaw == nil)
  }

  @Test("what is decided between two slices is verified, and no fault")
  func growing() throws {
    let (journal, _) = try journal(entries: 5)
    let (chain, _) = try verified(journal, slice: 3) {
      _ = try journal.decide { try $0.note("later", 6) }
    }
    #expect(chain.entries == 6 && chain.flaw == nil)
  }

  @Test("a flaw is found in every slice, and across the border of two", arguments: Array(Int64(1)...10))
  func flaws(seq: Int64) throws {
    for change in ["SET event = 'x'", "SET previous_hash = zeroblob(32), hash = zeroblob(32)"] {
      let (journal, queue) = try journal(entries: 10)
      try queue.write { database in
        for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
          try database.execute(sql: "DROP TRIGGER \(name)")
        }
        try database.execute(sql: "UPDATE history \(change) WHERE seq = ?", arguments: [seq])
      }
      let (chain, _) = try verified(journal, slice: 3)
      let whole = try HistoryVerifier.verify(journal)
      #expect(chain.flaw != nil && chain.flaw == whole.firstBad)
    }
  }

  @Test("a cut tail is found at the end")
  func cut() throws {
    let (journal, queue) = try journal(entries: 9)
    try queue.write { database in
      for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(name)")
      }
      try database.execute(sql: "DELETE FROM history WHERE seq > 6")
    }
    #expect(try verified(journal, slice: 3).chain.flaw == HistoryFlaw(seq: 7, kind: .missing))
  }
}
