import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

/// What the tests about backfills share.
enum Backfill {
  static let rows = step(.backfill, "rows")

  static func fill(condition: String? = "new IS NULL") -> BackfillWork {
    .update(table: "t", assignments: [.init(column: "new", expression: "'new ' || mark")], condition: condition)
  }

  /// A table `t` of `count` rows, with a count of the writes.
  static func table(rows count: Int, journal: String = "wal") throws -> TemporaryDatabase {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, mark TEXT, new TEXT);
      CREATE TABLE writes (mark TEXT);
      """, journal: journal)
    try database.run(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
      INSERT INTO t (id, mark) SELECT i, 'mark ' || i FROM n;
      CREATE TRIGGER count_writes AFTER UPDATE ON t BEGIN INSERT INTO writes VALUES (new.mark); END;
      """)
    return database
  }

  /// Runs batches to the end, each on a target of its own when `restarting`.
  static func finish(
    _ work: BackfillWork, on database: TemporaryDatabase, limit: Int, restarting: Bool = false,
    between: () throws -> Void = {}
  ) async throws -> [BackfillBatch] {
    var batches: [BackfillBatch] = []
    var target = database.target()
    while batches.last?.isFinished != true {
      batches.append(try await target.backfillBatch(work, of: rows, tied: tie, limit: limit))
      try #require(batches.count < 1_000)
      try between()
      if restarting { target = database.target() }
    }
    return batches
  }

  static let eachWrittenOnce = """
    SELECT (SELECT count(*) FROM writes) = (SELECT count(*) FROM t)
      AND (SELECT count(DISTINCT mark) FROM writes) = (SELECT count(*) FROM t)
      AND NOT EXISTS (SELECT 1 FROM t WHERE new IS NOT 'new ' || mark)
    """
}

@Suite struct BackfillTests {
  @Test(arguments: KeyShape.all, [1, 2, 3, 100])
  func `each row is written once, whatever the key, with a new process for each batch`(
    shape: KeyShape, limit: Int
  ) async throws {
    let database = try TemporaryDatabase(shape.script)
    let estimate = try await database.target().prepareBackfill(Backfill.fill(), of: Backfill.rows)
    #expect(estimate == BackfillEstimate(rows: shape.rows, rowsDone: 0, key: shape.key))
    let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: limit, restarting: true)
    #expect(batches.map(\.rowsDone).reduce(0, +) == shape.rows)
    #expect(batches.map(\.rowsWritten).reduce(0, +) == shape.rows)
    #expect(batches.allSatisfy { $0.rowsDone <= limit && $0.rowsWritten <= limit })
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
    let record = try #require(try await database.target().ledger(of: "add-full-name"))
    #expect(record.has(.backfill, "rows"))
    #expect(record.backfill?.rowsWritten == shape.rows)
  }

  @Test(arguments: KeyShape.all)
  func `without a condition each row is written once too`(shape: KeyShape) async throws {
    let database = try TemporaryDatabase(shape.script)
    let work = Backfill.fill(condition: nil)
    _ = try await Backfill.finish(work, on: database, limit: 2, restarting: true)
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
  }

  @Test func `a count that takes too long becomes a guess`() async throws {
    let database = try Backfill.table(rows: 100_000)
    try database.run("DELETE FROM t WHERE id BETWEEN 2 AND 90000")
    let target = database.target(bounds: SQLiteBounds(estimate: .zero))
    let estimate = try await target.prepareBackfill(Backfill.fill(), of: Backfill.rows)
    #expect(estimate.rows == 100_000 || estimate.rows == 10_001)
  }

  @Test func `a cancelled batch leaves nothing`() async throws {
    let database = try Backfill.table(rows: 20)
    let target = database.target()
    _ = try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 8)
    let slow = BackfillWork.update(
      table: "t",
      assignments: [
        .init(
          column: "new",
          expression:
            "(WITH RECURSIVE n(i) AS (SELECT t.id UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)")
      ], condition: nil)
    let task = Task { try await target.backfillBatch(slow, of: Backfill.rows, tied: tie, limit: 8) }
    task.cancel()
    await #expect(throws: TargetError.cancelled) { try await task.value }
    #expect(try database.value("SELECT count(*) FROM writes") == .integer(8))
    #expect(try await target.ledger(of: "add-full-name")?.backfill?.rowsWritten == 8)
  }
}
