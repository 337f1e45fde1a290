import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

/// Rows that come to lie behind the cursor while a backfill runs.
@Suite struct BackfillSweepTests {
  @Test(arguments: [3, 10, 30])
  func `rows inserted behind the cursor are written before it ends`(limit: Int) async throws {
    let database = try Backfill.table(rows: 100)
    var next = 0
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: limit) {
      guard next < 3 else { return }
      next += 1
      try database.run("INSERT INTO t (id, mark) VALUES (\(-next), 'behind \(next)')")
    }
    #expect(try database.value("SELECT count(*) FROM t") == .integer(103))
    #expect(try database.value(Backfill.eachWrittenOnce) == .integer(1))
  }

  @Test func `a row changed back by old code is written again`() async throws {
    let database = try Backfill.table(rows: 100)
    var isFirst = true
    _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 10) {
      if isFirst { try database.run("UPDATE t SET new = NULL WHERE id = 3") }
      isFirst = false
    }
    #expect(try database.value("SELECT new FROM t WHERE id = 3") == .text("new mark 3"))
  }

  @Test func `a condition that stays true is written once, whoever else writes`() async throws {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, active INTEGER NOT NULL DEFAULT 1);
      INSERT INTO t (n) SELECT 0 FROM pragma_function_list LIMIT 50;
      """)
    let work = BackfillWork.update(
      table: "t", assignments: [.init(column: "n", expression: "n + 1")], condition: "active = 1")
    _ = try await Backfill.finish(work, on: database, limit: 7, restarting: true) {
      try database.run("INSERT INTO t (id, n) SELECT min(id) - 1, 1 FROM t")
    }
    #expect(try database.value("SELECT count(*) FROM t WHERE n <> 1") == .integer(0))
  }

  @Test func `rows whose new value does not end the condition do not keep it going`() async throws {
    let database = try Backfill.table(rows: 50)
    try database.run("UPDATE t SET mark = NULL WHERE id % 10 = 0; DELETE FROM writes")
    let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: 7, restarting: true)
    #expect(batches.map(\.rowsWritten).reduce(0, +) == 50)
  }

  @Test func `a writer that never stops does not keep it going`() async throws {
    let database = try Backfill.table(rows: 50)
    var next = 0
    let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: 5) {
      next += 1
      try database.run("INSERT INTO t (id, mark) VALUES (\(-next), 'behind \(next)')")
    }
    #expect(batches.count < 100)
  }

  @Test func `others are noticed`() async throws {
    let database = try Backfill.table(rows: 50)
    var isFirst = true
    let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: 20) {
      if isFirst { try database.run("INSERT INTO writes VALUES ('by another')") }
      isFirst = false
    }
    #expect(batches.prefix(2).map(\.othersWrote) == [false, true])
  }

  @Test func `a quiet database is gone over once`() async throws {
    let database = try Backfill.table(rows: 50)
    let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: 20)
    #expect(batches.map(\.rowsDone) == [20, 20, 10])
  }
}
