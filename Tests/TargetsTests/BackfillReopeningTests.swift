import MigrationPhases
import MigrationTargets
import Testing

@Suite struct BackfillReopeningTests {
  private func reopen(
    _ database: TemporaryDatabase, _ work: BackfillWork = Backfill.fill(), tied: LedgerTie = tie
  ) async throws -> Bool {
    try await database.target().reopenBackfill(work, of: Backfill.rows, tied: tied)
  }

  @Test(arguments: [false, true])
  func `a further pass writes what came to lie behind the cursor, and nothing else`(restarting: Bool) async throws {
    let database = try Backfill.table(rows: 20)
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 8)
    for pass in 2...5 {
      try database.run("INSERT INTO t (id, mark) VALUES (\(-pass), 'behind \(pass)'), (\(-pass - 100), NULL)")
      try database.run("UPDATE t SET mark = 'behind again \(pass)', new = NULL WHERE id = \(-pass - 100)")
      try database.run("DELETE FROM writes WHERE mark = 'behind again \(pass)'")
      #expect(try await reopen(database))
      let record = try #require(try await database.target().ledger(of: "add-full-name"))
      #expect(record.has(.backfill, "rows") && record.backfill?.isFinished == false)
      // Asked again, it goes on as it is.
      #expect(try await reopen(database))
      #expect(try database.rows("SELECT pass, finished, cursor FROM migrated_backfill")[0][0] == .integer(Int64(pass)))
      let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: 8, restarting: restarting)
      #expect(batches.map(\.rowsWritten).reduce(0, +) == 2)
      #expect(try await database.target().ledger(of: "add-full-name")?.backfill?.isFinished == true)
    }
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
    #expect(
      try database.rows("SELECT count(*) FROM migrated_ledger WHERE step = 'rows' AND undone_at_us IS NULL")[0][0]
        == .integer(1))
  }

  @Test func `a pass that somebody keeps writing behind ends at the table's end`() async throws {
    let database = try Backfill.table(rows: 20)
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 8)
    #expect(try await reopen(database))
    let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: 8) {
      try database.run("INSERT INTO t (id, mark) SELECT min(id) - 1, 'behind ' || min(id) FROM t")
    }
    #expect(batches.count <= 4)
  }

  @Test(arguments: [nil, "id > 0"])
  func `where rows would be written twice it stays finished`(condition: String?) async throws {
    let database = try Backfill.table(rows: 20)
    let work = Backfill.fill(condition: condition)
    _ = try await Backfill.finish(work, on: database, limit: 8)
    let before = try database.rows("SELECT * FROM migrated_backfill")
    #expect(try await reopen(database, work) == false)
    #expect(try database.rows("SELECT * FROM migrated_backfill") == before)
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
  }

  @Test func `a backfill that is not finished goes on as it is`() async throws {
    let database = try Backfill.table(rows: 20)
    _ = try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 8)
    let before = try database.rows("SELECT * FROM migrated_backfill")
    #expect(try await reopen(database))
    #expect(try database.rows("SELECT * FROM migrated_backfill") == before)
  }

  @Test func `another ledger, and one without the migration, are not touched`() async throws {
    let database = try Backfill.table(rows: 5)
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 8)
    let other = LedgerTie(journal: "that-journal", ledger: "that-ledger", isNew: false)
    await #expect(throws: TargetError.self) { try await reopen(database, tied: other) }
    #expect(try await database.target().ledger(of: "add-full-name")?.backfill?.isFinished == true)
    try database.run("DELETE FROM migrated_ledger")
    try database.run("DELETE FROM migrated_backfill")
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) has nothing of add-full-name, though its backfill was done")
    ) { try await reopen(database) }
  }
}
