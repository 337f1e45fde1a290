import MigrationPhases
import MigrationTargets
import Testing

@Suite struct BackfillReopeningTests {
  @Test func `a pass that somebody keeps writing behind ends at the table's end`() async throws {
    let database = try Backfill.table(rows: 20)
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 8)
    #expect(try await database.target().reopenBackfill(Backfill.fill(), of: Backfill.rows, tied: tie))
    let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: 8) {
      try database.run("INSERT INTO t (id, mark) SELECT min(id) - 1, 'behind ' || min(id) FROM t")
    }
    #expect(batches.count <= 4)
  }
}
