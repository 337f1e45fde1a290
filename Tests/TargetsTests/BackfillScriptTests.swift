import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

/// Backfills that are a statement of the plan's own.
@Suite struct BackfillScriptTests {
  private func work(_ sql: String) -> BackfillWork {
    .script(table: "t", statement: script(sql, file: "backfill.sql")[0])
  }

  @Test(arguments: [1, 2, 100])
  func `every row is in exactly one range, from the least number on`(limit: Int) async throws {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, mark TEXT, new TEXT);
      CREATE TABLE copies (id INTEGER);
      INSERT INTO t (id) VALUES (-9223372036854775808), (-5), (0), (1), (7), (9223372036854775807);
      """)
    let copy = work("INSERT INTO copies SELECT id FROM t WHERE id > :lower AND id <= :upper")
    let batches = try await Backfill.finish(copy, on: database, limit: limit, restarting: true)
    #expect(batches.map(\.rowsWritten).reduce(0, +) == 6)
    #expect(try database.rows("SELECT id FROM copies ORDER BY id") == database.rows("SELECT id FROM t ORDER BY id"))
  }

  @Test(arguments: ["TEXT", "VARCHAR(20)", "", "BLOB", "NUMERIC"])
  func `text keys of a table without rowid work, whatever they are declared as`(type: String) async throws {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (word \(type) PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
      INSERT INTO t (word) VALUES ('a'), ('b'), ('B'), ('10'), ('9'), ('é'), ('zz');
      """)
    let count = work("UPDATE t SET n = n + 1 WHERE word > :lower AND word <= :upper")
    _ = try await Backfill.finish(count, on: database, limit: 2, restarting: true)
    #expect(try database.value("SELECT count(*) FROM t WHERE n = 1") == .integer(7))
  }

  @Test func `an empty text key is refused before it is missed`() async throws {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (word TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
      INSERT INTO t (word) VALUES (''), ('a');
      """)
    let count = work("UPDATE t SET n = n + 1 WHERE word > :lower AND word <= :upper")
    let expected = TargetError.unsupported(
      "t has a row with an empty key; write the backfill as assignments instead")
    await #expect(throws: expected) {
      try await database.target().backfillBatch(count, of: Backfill.rows, tied: tie, limit: 2)
    }
  }

  @Test func `a script may take rows away`() async throws {
    let database = try Backfill.table(rows: 20)
    let remove = work("DELETE FROM t WHERE rowid > :lower AND rowid <= :upper AND id % 2 = 0")
    let batches = try await Backfill.finish(remove, on: database, limit: 6, restarting: true)
    #expect(batches.map(\.rowsDone).reduce(0, +) == 20)
    #expect(try database.value("SELECT count(*) FROM t") == .integer(10))
  }

  private func unbounded(_ sql: String, limit: Int = 2) async throws -> String? {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, n); CREATE TABLE copies (id, n);
      INSERT INTO t (id) VALUES (1), (2), (3), (4), (5);
      """)
    let error = await #expect(throws: TargetError.self) {
      try await Backfill.finish(work(sql), on: database, limit: limit, restarting: true)
    }
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated%'") == .integer(0))
    #expect(try database.value("SELECT count(n) + (SELECT count(*) FROM copies) FROM t") == .integer(0))
    guard case .unsupported(let text)? = error else { return nil }
    return text
  }

  @Test(arguments: [
    "UPDATE t SET n = 1 WHERE :lower = :lower AND :upper = :upper AND id = id",
    "INSERT INTO copies SELECT id, 1 FROM t WHERE :lower = :lower AND :upper = :upper",
    "DELETE FROM t WHERE id IS NOT (:lower = :upper + 1)",
  ])
  func `a statement that writes where its range has no row writes nothing`(sql: String) async throws {
    #expect(
      try await unbounded(sql, limit: 100)
        == """
        backfill.sql:1:1: the statement wrote 5 rows where its range, rows of t by id after 5 up to 5, has 0; nothing was \
        kept: bound it by WHERE id > :lower AND id <= :upper
        """)
  }

  @Test func `a statement that writes more rows than its range has writes nothing`() async throws {
    #expect(
      try await unbounded("UPDATE t SET n = 1 WHERE :lower <> :upper AND id = id")
        == """
        backfill.sql:1:1: the statement wrote 5 rows where its range, rows of t by id from the first up to 2, has 2; \
        nothing was kept: bound it by WHERE id > :lower AND id <= :upper
        """)
  }

  @Test func `an insert may make several rows of one`() async throws {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, n); CREATE TABLE copies (id, n);
      INSERT INTO t VALUES (1, '[1, 2, 3]'), (2, '[4]'), (3, '[]');
      """)
    let split = work(
      "INSERT INTO copies SELECT t.id, value FROM t, json_each(n) WHERE t.id > :lower AND t.id <= :upper")
    _ = try await Backfill.finish(split, on: database, limit: 2, restarting: true)
    #expect(try database.value("SELECT count(*) FROM copies") == .integer(4))
  }

  @Test func `an error names the statement and the rows`() async throws {
    let database = try TemporaryDatabase(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, n UNIQUE); INSERT INTO t (n) VALUES (1), (2), (3);")
    let same = script("UPDATE t SET n = 9 WHERE id > :lower AND id <= :upper", file: "backfill.sql")[0]
    await #expect(
      throws: TargetError.statement(
        code: "2067",
        message: "UNIQUE constraint failed: t.n, in rows of t by id from the first up to 3; none of them was written",
        statement: same)
    ) {
      try await database.target().backfillBatch(
        .script(table: "t", statement: same), of: Backfill.rows, tied: tie, limit: 5)
    }
  }
}
