import MigrationTargets
import Testing

@Suite struct BackfillReopeningTests {
  private func reopen(
    _ place: Place, _ work: BackfillWork = Backfill.fill(), tied: LedgerTie = tie
  ) async throws -> Bool {
    try await place.target().reopenBackfill(work, of: Sample.rows, tied: tied)
  }

  @Test(arguments: Engine.allCases, [false, true])
  func `a further pass writes what came to lie behind the cursor, and nothing else`(
    engine: Engine, restarting: Bool
  ) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      _ = try await Backfill.finish(Backfill.fill(), in: place, limit: 8)
      for pass in 2...5 {
        // A new row, and one that old code changed after it was new.
        let again = "behind again \(pass)"
        try place.run(
          """
          INSERT INTO t VALUES (\(-pass), 'behind \(pass)', NULL), (\(-pass - 100), NULL, NULL);
          UPDATE t SET mark = '\(again)', new = NULL WHERE id = \(-pass - 100);
          DELETE FROM writes WHERE mark = '\(again)'
          """)
        #expect(try await reopen(place))
        let record = try #require(try await place.target().ledger(of: "add-full-name"))
        #expect(record.has(.backfill, "rows") && record.backfill?.isFinished == false)
        // Asked again, it goes on as it is.
        #expect(try await reopen(place))
        #expect(try place.value("SELECT pass FROM \(place.ledger("backfill"))") == "\(pass)")
        let batches = try await Backfill.finish(Backfill.fill(), in: place, limit: 8, restarting: restarting)
        #expect(batches.map(\.rowsWritten).reduce(0, +) == 2)
        #expect(try await place.target().ledger(of: "add-full-name")?.backfill?.isFinished == true)
      }
      #expect(try Backfill.eachWrittenOnce(in: place))
      #expect(
        try place.value(
          "SELECT count(*) FROM \(place.ledger("ledger")) WHERE step = 'rows' AND undone_at_us IS NULL") == "1")
    }
  }

  @Test(arguments: Engine.allCases)
  func `rows behind the cursor of a small table are found before it ends`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      var isFirst = true
      _ = try await Backfill.finish(Backfill.fill(), in: place, limit: 8) {
        if isFirst { try place.run("INSERT INTO t VALUES (-1, 'behind', NULL)") }
        isFirst = false
      }
      #expect(try Backfill.eachWrittenOnce(in: place))
    }
  }

  @Test(arguments: Engine.allCases, [nil, "id > 0"])
  func `where rows would be written twice it stays finished`(engine: Engine, condition: String?) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      let work = Backfill.fill(condition: condition)
      _ = try await Backfill.finish(work, in: place, limit: 8)
      let before = try place.rows("SELECT * FROM \(place.ledger("backfill"))")
      #expect(try await reopen(place, work) == false)
      #expect(try place.rows("SELECT * FROM \(place.ledger("backfill"))") == before)
      #expect(try Backfill.eachWrittenOnce(in: place))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a backfill that is not finished goes on as it is`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      _ = try await place.target().backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 8)
      let before = try place.rows("SELECT * FROM \(place.ledger("backfill"))")
      #expect(try await reopen(place))
      #expect(try place.rows("SELECT * FROM \(place.ledger("backfill"))") == before)
    }
  }

  @Test(arguments: Engine.allCases)
  func `one of which the ledger has nothing is not opened`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      _ = try await Backfill.finish(Backfill.fill(), in: place, limit: 8)
      try place.run("DELETE FROM \(place.ledger("ledger")); DELETE FROM \(place.ledger("backfill"))")
      await #expect(
        throws: TargetError.ledger("\(place.ledger) has nothing of add-full-name, though its backfill was done")
      ) { try await reopen(place) }
    }
  }
}
