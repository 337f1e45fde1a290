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

  @Test func `rows that the condition excludes stay as they are and count as gone over`() async throws {
    let database = try Backfill.table(rows: 20)
    let work = Backfill.fill(condition: "new IS NULL AND id % 2 = 0 OR id = 7 -- and no others")
    let batches = try await Backfill.finish(work, on: database, limit: 6)
    #expect(batches.map(\.rowsDone).reduce(0, +) == 20)
    #expect(batches.map(\.rowsWritten) == [3, 4, 3, 1])
    #expect(try database.value("SELECT count(*) FROM t WHERE (new IS NULL) = (id % 2 = 0 OR id = 7)") == .integer(0))
  }

  @Test func `a batch that fails leaves the earlier ones, names its rows and can be tried again`() async throws {
    let database = try Backfill.table(rows: 20)
    try database.run(
      """
      CREATE TRIGGER no_15 BEFORE UPDATE ON t WHEN new.id = 15 BEGIN SELECT RAISE(ABORT, '15 is not for sale'); END
      """)
    let target = database.target()
    _ = try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 8)
    await #expect(
      throws: TargetError.statement(
        code: "1811", message: "15 is not for sale, in rows of t by id after 8 up to 16; none of them was written",
        statement: nil)
    ) { try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 8) }
    #expect(try database.value("SELECT max(id) FROM t WHERE new IS NOT NULL") == .integer(8))
    #expect(try await target.ledger(of: "add-full-name")?.backfill?.rowsWritten == 8)
    try database.run("DROP TRIGGER no_15")
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 8)
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
  }

  @Test func `what is done stays done`() async throws {
    let database = try Backfill.table(rows: 5)
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 100)
    try database.run("INSERT INTO t (mark) VALUES ('late')")
    let again = try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 100)
    #expect(again.isFinished && again.rowsDone == 0 && again.rowsWritten == 0)
    #expect(try database.value("SELECT new FROM t WHERE mark = 'late'") == .null)
  }

  @Test func `the estimate knows what earlier batches did`() async throws {
    let database = try Backfill.table(rows: 20)
    _ = try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 8)
    let estimate = try await database.target().prepareBackfill(Backfill.fill(), of: Backfill.rows)
    #expect(estimate == BackfillEstimate(rows: 20, rowsDone: 8, rowsWritten: 8, key: ["id"]))
  }

  @Test func `preparing makes no ledger and writes nothing`() async throws {
    let database = try Backfill.table(rows: 5)
    _ = try await database.target().prepareBackfill(Backfill.fill(), of: Backfill.rows)
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated%'") == .integer(0))
    #expect(try database.value("SELECT count(*) FROM writes") == .integer(0))
  }

  @Test func `a count that takes too long becomes a guess`() async throws {
    let database = try Backfill.table(rows: 100_000)
    try database.run("DELETE FROM t WHERE id BETWEEN 2 AND 90000")
    let target = database.target(bounds: SQLiteBounds(estimate: .zero))
    let estimate = try await target.prepareBackfill(Backfill.fill(), of: Backfill.rows)
    #expect(estimate.rows == 100_000 || estimate.rows == 10_001)
  }

  @Test func `undo forgets how far it was`() async throws {
    let database = try Backfill.table(rows: 20)
    let target = database.target()
    _ = try await target.apply([], as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    _ = try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 8)
    let undo = script("UPDATE t SET new = NULL", "DELETE FROM writes", file: "rollback.sql")
    #expect(try await target.undo(undo, as: step(.expand, "undo"), tied: tie).isDone)
    #expect(try await target.ledger(of: "add-full-name")?.stands == false)
    #expect(try database.value("SELECT count(*) FROM migrated_backfill") == .integer(0))
    try database.run("DELETE FROM writes")
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 8)
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
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

  @Test func `a batch that finds the database locked is an answer`() async throws {
    let database = try Backfill.table(rows: 20)
    let other = try database.connect()
    try other.run("BEGIN IMMEDIATE")
    let error = await #expect(throws: TargetError.self) {
      try await database.target(bounds: SQLiteBounds(lock: .milliseconds(150)))
        .backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 8)
    }
    guard case .locked = error else {
      Issue.record("not locked: \(String(describing: error))")
      return
    }
  }
}
