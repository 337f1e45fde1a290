import GRDB
import MigrationPhases
import Testing

@testable import MigrationStore

@Suite("The history")
struct HistoryTests {
  private func refusal(_ sql: String) throws -> String? {
    let queue = try DatabaseQueue()
    let journal = try Journal(writer: queue)
    try journal.decide { transaction in
      for second in 1...3 { try transaction.note("event", Int64(second)) }
    }
    do {
      try queue.write { try $0.execute(sql: sql) }
      return nil
    } catch {
      return (error as? DatabaseError)?.message ?? "\(error)"
    }
  }

  @Test("cannot be changed, deleted from, or continued with a gap")
  func appendOnly() throws {
    #expect(try refusal("UPDATE history SET event = 'x' WHERE seq = 2") == "history never changes")
    #expect(try refusal("DELETE FROM history WHERE seq = 3") == "history is never deleted")
    let follows = "a history entry follows the last one, without a gap"
    let columns =
      "SELECT %, at, by_uid, by_user, by_pid, by_verb, event, migration, target, phase, from_state, to_state,"
    for (seq, previous) in [("5", "(SELECT hash FROM history_head)"), ("4", "zeroblob(32)"), ("NULL", "hash")] {
      let select = columns.replacing("%", with: seq) + " detail, \(previous), hash FROM history WHERE seq = 3"
      #expect(try refusal("INSERT INTO history \(select)") == follows)
      #expect(try refusal("INSERT OR REPLACE INTO history \(select)") == follows)
    }
    #expect(try refusal("UPDATE history_head SET seq = 2") == "the head of the history moves by one entry")
    #expect(try refusal("DELETE FROM history_head") == "the head of the history is never deleted")
  }

  @Test("does not go back in time")
  func monotonic() throws {
    let journal = try Journal(writer: DatabaseQueue())
    try journal.decide { try $0.note("later", 10) }
    let error = try #require(throws: StoreError.self) { try journal.decide { try $0.note("earlier", 9) } }
    #expect(error.message.contains("a history entry is not earlier than the last one"))
    #expect(try journal.read { try $0.highWater() } == moment(10))
  }

  @Test("numbers its entries without gaps while many threads decide")
  func gapless() async throws {
    let workplace = try Workplace()
    let journal = try Journal.open(at: workplace.path)
    defer { journal.close() }
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          for round in 0..<10 {
            do {
              try journal.decide { transaction in
                let now = max(moment(Int64(round)), try transaction.highWater() ?? moment(0))
                try transaction.append(at: now, actor: alice, event: "worker \(worker)")
                if round % 3 == 2 { throw DecisionTests.Objection() }
              }
            } catch { #expect(error is DecisionTests.Objection) }
          }
        }
      }
    }
    let report = try HistoryVerifier.verify(journal)
    #expect(report.isSound)
    #expect(report.entries == 28)
  }

  @Test("keeps text with a NUL whole, with U+FFFD in its place")
  func nul() throws {
    let journal = try Journal(writer: DatabaseQueue())
    let odd = RecordedActor(uid: .max, user: "al\0ice", pid: .min, verb: "v\0")
    let entry = try journal.decide { transaction in
      try transaction.append(
        at: moment(1), actor: odd, event: "e\0vent", migration: "m\0m", target: "t\0t", detail: ["a\0": "b\0c"])
    }
    #expect(entry.event == "e\u{FFFD}vent")
    #expect(entry.actor.user == "al\u{FFFD}ice")
    #expect(entry.detail == #"{"a\u0000":"b\u0000c"}"#)
    #expect(try journal.read { try $0.lastHistory() } == entry)
    #expect(try journal.read { try $0.history(HistoryFilter(migration: "m\0m")) } == [entry])
    #expect(try journal.read { try $0.history(HistoryFilter(migration: "m")) }.isEmpty)
    #expect(try HistoryVerifier.verify(journal).firstBad == nil)
  }

  @Test("is narrowed by time, migration, target, user, event and seq, in either order")
  func filters() throws {
    let journal = try Journal(writer: DatabaseQueue())
    try journal.decide { transaction in
      for second in 1...20 {
        try transaction.append(
          at: moment(Int64(second / 2)), actor: second % 5 == 0 ? bob : alice, event: second % 2 == 0 ? "even" : "odd",
          migration: "m\(second % 3)", target: second % 4 == 0 ? "t" : nil)
      }
    }
    func seqs(_ filter: HistoryFilter) throws -> [Int64] { try journal.read { try $0.history(filter).map(\.seq) } }
    #expect(try seqs(HistoryFilter()) == Array(1...20))
    #expect(try seqs(HistoryFilter(order: .newestFirst, limit: 3)) == [20, 19, 18])
    #expect(try seqs(HistoryFilter(since: moment(9))) == [18, 19, 20])
    #expect(try seqs(HistoryFilter(since: moment(11))).isEmpty)
    #expect(try seqs(HistoryFilter(until: moment(1))) == [1, 2, 3])
    #expect(try seqs(HistoryFilter(until: moment(-1))).isEmpty)
    #expect(try seqs(HistoryFilter(since: moment(2), until: moment(2))) == [4, 5])
    #expect(try seqs(HistoryFilter(migration: "m0")) == [3, 6, 9, 12, 15, 18])
    #expect(try seqs(HistoryFilter(target: "t")) == [4, 8, 12, 16, 20])
    #expect(try seqs(HistoryFilter(user: "bob")) == [5, 10, 15, 20])
    #expect(try seqs(HistoryFilter(event: "odd", limit: 2)) == [1, 3])
    #expect(try seqs(HistoryFilter(migration: "m0", user: "bob", event: "odd")) == [15])
    #expect(try seqs(HistoryFilter(afterSeq: 18)) == [19, 20])
    #expect(try seqs(HistoryFilter(afterSeq: 20)).isEmpty)
    #expect(try seqs(HistoryFilter(afterSeq: .max)).isEmpty)
    #expect(try seqs(HistoryFilter(beforeSeq: 3)) == [1, 2])
    #expect(try seqs(HistoryFilter(beforeSeq: 19, order: .newestFirst, limit: 2)) == [18, 17])
  }

  @Test("writes its detail as canonical JSON")
  func canonicalDetail() {
    let detail: HistoryDetail = [
      "b": 1, "a": "x\"\\\n\u{1}é", "none": nil, "c": ["y", true, -7], "B": .object(["z": false, "k": "v"]),
    ]
    #expect(detail.json == #"{"B":{"k":"v","z":false},"a":"x\"\\\n\u0001é","b":1,"c":["y",true,-7]}"#)
    #expect(HistoryDetail().json == "{}")
  }
}
