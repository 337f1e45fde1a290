import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Synchronization
import Testing
import ThrowawayPostgreSQL

/// What the tests about backfills share.
enum Backfill {
  static let rows = step(.backfill, "rows")

  static func fill(condition: String? = "new IS NULL", table: String = "t") -> BackfillWork {
    .update(
      table: table, assignments: [.init(column: "new", expression: "'new ' || mark -- of old")], condition: condition)
  }

  static let counting = """
    CREATE TABLE writes (mark text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO writes VALUES (NEW.mark); RETURN NULL; END $$;
    CREATE TRIGGER note AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();
    """

  /// A table `t` with these columns and rows, besides a unique `mark` and a column `new` to fill.
  static func table(_ columns: String, _ rows: [String], options: String = "") -> String {
    let inserts = rows.enumerated().map { "INSERT INTO t VALUES (\($1), 'mark \($0)', NULL);" }.joined(separator: "\n")
    let parts = options.isEmpty ? "" : "CREATE TABLE t_1 PARTITION OF t DEFAULT;"
    return """
      CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad'); CREATE DOMAIN code AS varchar(20) NOT NULL;
      CREATE TABLE t (\(columns.replacing("…", with: "mark text, new text"))) \(options); \(parts)
      \(inserts)
      \(counting)
      """
  }

  static let eachWrittenOnce = """
    SELECT (SELECT count(*) FROM writes) = (SELECT count(*) FROM t)
      AND (SELECT count(DISTINCT mark) FROM writes) = (SELECT count(*) FROM t)
      AND NOT EXISTS (SELECT 1 FROM t WHERE new IS DISTINCT FROM 'new ' || mark)
    """

  /// Runs batches to the end, each on a target of its own when `restarting`.
  static func finish(
    _ work: BackfillWork, on database: Database, limit: Int, restarting: Bool = false
  ) async throws -> [BackfillBatch] {
    var batches: [BackfillBatch] = []
    var target = try database.target()
    while batches.last?.isFinished != true {
      batches.append(try await target.backfillBatch(work, of: rows, tied: tie, limit: limit))
      try #require(batches.count < 1_000)
      if restarting { target = try database.target() }
    }
    return batches
  }
}

/// A kind of key that a backfill must get right.
struct KeyShape: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var columns: String
  var rows: [String]
  var key: [String]
  var options = ""

  static let all = [
    KeyShape(
      testDescription: "integers to the ends of 64 bits", columns: "id bigint PRIMARY KEY, …",
      rows: ["1", "2", "100", "-7", "0", "9223372036854775807", "-9223372036854775808"], key: ["id"]),
    KeyShape(
      testDescription: "text in the database's order", columns: "word text PRIMARY KEY, …",
      rows: ["'b'", "'a'", "'B'", "'A c'", "''", "'é'", "'it''s \"{x}\", \\'", "E'two\\nlines'", "'NULL'"],
      key: ["word"]),
    KeyShape(
      testDescription: "text in another order", columns: "word text COLLATE \"en-x-icu\" PRIMARY KEY, …",
      rows: ["'b'", "'a'", "'B'", "'A'", "'é'", "'e'", "'f'", "'Z'"], key: ["word"]),
    KeyShape(
      testDescription: "padded text", columns: "word char(5) PRIMARY KEY, …", rows: ["'b'", "'a '", "'ab'", "''"],
      key: ["word"]),
    KeyShape(
      testDescription: "uuid", columns: "id uuid PRIMARY KEY, …",
      rows: (0..<7).map { "md5('\($0)')::uuid" } + ["'00000000-0000-0000-0000-000000000000'"], key: ["id"]),
    KeyShape(
      testDescription: "timestamptz to the microsecond and to its ends", columns: "at timestamptz PRIMARY KEY, …",
      rows: [
        "'2026-01-01 00:00:00.000001+02'", "'2026-01-01 00:00:00.000002+02'", "'infinity'", "'-infinity'",
        "'0044-03-15 12:00 BC'", "'2026-10-25 00:30Z'", "'2026-10-25 01:30Z'",
      ], key: ["at"]),
    KeyShape(
      testDescription: "a composite of four kinds",
      columns: "a text, b int, c date, d mood, …, PRIMARY KEY (b, a, d, c)",
      rows: [
        "'x', 1, '2026-01-02', 'ok'", "'x', 1, '2026-01-01', 'sad'", "'x', 1, '2026-01-01', 'glad'",
        "'', 1, '2026-01-01', 'glad'", "'y', 0, '2026-12-01', 'glad'", "'y', 2, 'infinity', 'sad'",
      ], key: ["b", "a", "d", "c"]),
    KeyShape(
      testDescription: "a unique index instead of a primary key, odd names",
      columns: "\"the \"\"id\"\"\" numeric NOT NULL UNIQUE, …", rows: ["1.50", "-3", "1e300", "0.1", "'NaN'"],
      key: ["the \"id\""]),
    KeyShape(
      testDescription: "a domain", columns: "id code PRIMARY KEY, …", rows: ["'b'", "'a'", "'c'"], key: ["id"]),
    KeyShape(
      testDescription: "a partitioned table", columns: "a int, b uuid, …, PRIMARY KEY (a, b)",
      rows: (0..<6).map { "\($0 % 2), md5('\($0)')::uuid" }, key: ["a", "b"], options: "PARTITION BY LIST (a)"),
    KeyShape(testDescription: "an empty table", columns: "id int PRIMARY KEY, …", rows: [], key: ["id"]),
  ]
}

@Suite struct BackfillTests {
  @Test(arguments: KeyShape.all, [1, 2])
  func `each row is written once, whatever the key, with a new process for each batch`(
    shape: KeyShape, limit: Int
  ) async throws {
    try await Database.with(Backfill.table(shape.columns, shape.rows, options: shape.options)) { database in
      // What the role has set makes no difference to the cursor.
      try database.admin().run(
        "ALTER ROLE \(database.owner) SET datestyle = 'SQL, DMY'; ALTER ROLE \(database.owner) SET timezone = 'Asia/Kolkata'"
      )
      let target = try database.target()
      let estimate = try await target.prepareBackfill(Backfill.fill(), of: Backfill.rows)
      #expect(estimate == BackfillEstimate(rows: shape.rows.count, rowsDone: 0, key: shape.key))
      let batches = try await Backfill.finish(Backfill.fill(), on: database, limit: limit, restarting: true)
      #expect(batches.map(\.rowsDone).reduce(0, +) == shape.rows.count)
      #expect(batches.map(\.rowsWritten).reduce(0, +) == shape.rows.count)
      #expect(batches.allSatisfy { $0.rowsDone <= limit })
      #expect(try database.value(Backfill.eachWrittenOnce) == "t")
      let record = try #require(try await target.ledger(of: "add-full-name"))
      #expect(record.has(.backfill, "rows"))
      #expect(record.backfill?.rowsWritten == shape.rows.count && record.backfill?.isFinished == true)
    }
  }

  private static let many = """
    CREATE TABLE t (id int PRIMARY KEY, mark text, new text);
    INSERT INTO t SELECT i, 'mark ' || i FROM generate_series(1, 50000) AS s (i);
    """

  @Test func `fifty thousand rows, stopped in the middle and cut off, are each written once`() async throws {
    try await Database.with(Self.many + Backfill.counting) { database in
      let first = try database.target(bounds: PostgreSQLBounds())
      for _ in 0..<7 { _ = try await first.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 3_000) }
      let estimate = try await first.prepareBackfill(Backfill.fill(), of: Backfill.rows)
      #expect(estimate.rowsDone == 21_000)
      // Stopped while a batch runs.
      let lock = try database.connect()
      try lock.run("BEGIN; SELECT 1 FROM t WHERE id = 22000 FOR UPDATE")
      let task = Task { try await first.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 3_000) }
      try await database.wait(until: Self.waits)
      task.cancel()
      await #expect(throws: TargetError.cancelled) { try await task.value }
      // Another process goes on, and its connection is ended in the middle of a batch.
      let second = try database.target(bounds: PostgreSQLBounds())
      let other = Task { try await second.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 3_000) }
      try await database.wait(until: Self.waits)
      #expect(try database.terminate(where: "wait_event_type = 'Lock'"))
      try lock.run("COMMIT")
      #expect(try await other.value.rowsWritten == 3_000)
      let rest = try await Backfill.finish(Backfill.fill(), on: database, limit: 5_000)
      #expect(rest.map(\.rowsWritten).reduce(0, +) == 26_000)
      #expect(try database.value(Backfill.eachWrittenOnce) == "t")
    }
  }

  private static let waits = """
    SELECT count(*) > 0 FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'UPDATE%' AND wait_event_type = 'Lock'
    """

  /// PostgreSQL guesses a range over several columns by the first of them, here the whole table.
  @Test func `batches go by the key's index, whatever the statistics say`() async throws {
    try await Database.with(
      """
      CREATE TABLE t (tenant int, id int, mark text, new text, PRIMARY KEY (tenant, id));
      INSERT INTO t SELECT 1, i, 'mark ' || i FROM generate_series(1, 20000) AS s (i);
      ANALYZE t
      """
    ) { database in
      let target = try database.target()
      for _ in 0..<4 { _ = try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 100) }
      // The connection's end brings its figures along.
      _ = try database.terminate(where: "true")
      let figures = "FROM pg_stat_user_tables WHERE relname = 't'"
      try await database.wait(until: "SELECT n_tup_upd = 400 \(figures)")
      #expect(try database.value("SELECT seq_tup_read \(figures)") == "0")
    }
  }

  @Test func `a batch whose COMMIT was not answered counts once`() async throws {
    try await Database.with(Backfill.table("id int PRIMARY KEY, …", ["1", "2", "3"])) { database in
      let proxy = try LossyProxy(to: database.cluster.port, losing: .answer)
      let target = try database.target(
        connection: "host=127.0.0.1 port=\(proxy.port) dbname=\(database.name) user=\(database.owner) sslmode=disable "
          + "password='\(database.password)'")
      let batch = try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 2)
      #expect(batch.rowsWritten == 2 && proxy.lost == 1)
      _ = try await Backfill.finish(Backfill.fill(), on: database, limit: 2)
      #expect(try database.value(Backfill.eachWrittenOnce) == "t")
    }
  }

  @Test func `a row that others hold keeps a batch from being written, and they are named`() async throws {
    try await Database.with(Backfill.table("id int PRIMARY KEY, …", ["1", "2", "3"])) { database in
      let other = try database.connect()
      try other.run("BEGIN; UPDATE t SET mark = mark WHERE id = 2")
      let error = await #expect(throws: TargetError.self) {
        try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 9)
      }
      guard case .locked(let text) = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(text.contains("process \(other.backend) ("), "\(text)")
      #expect(try database.value("SELECT count(new) FROM t") == "0")
    }
  }

  @Test func `a table that was rebuilt with another key is noticed`() async throws {
    try await Database.with(Backfill.table("id int PRIMARY KEY, …", ["1", "2", "3"])) { database in
      let target = try database.target()
      _ = try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 1)
      try database.connect().run("ALTER TABLE t ALTER id TYPE bigint")
      await #expect(
        throws: TargetError.ledger(
          "the ledger in schema migrated of \(database.place) has a backfill of add-full-name by \"id\" integer, but "
            + "public.t is now gone over by \"id\" bigint; the table was rebuilt meanwhile: roll the migration back and "
            + "begin anew")
      ) { try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 1) }
    }
  }

  @Test func `a batch tries again where a connection breaks, and not where the server refuses one`() async throws {
    try await Database.with(Backfill.table("id int PRIMARY KEY, …", ["1", "2", "3"])) { database in
      let pauses = Mutex(0)
      func batch(_ connection: String) async throws(TargetError) {
        let target: PostgreSQLTarget
        do {
          target = try database.target(connection: connection) { _ in pauses.withLock { $0 += 1 } }
        } catch { throw .unsupported("\(error)") }
        _ = try await target.backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 2)
      }
      let refused = await #expect(throws: TargetError.self) { try await batch(database.tcp + " password=wrong") }
      #expect(refused?.description.contains("28P01") == true)
      #expect(pauses.withLock { $0 } == 0)
      await #expect(throws: TargetError.self) { try await batch("host=/nowhere dbname=x") }
      #expect(pauses.withLock { $0 } == 2)
      let proxy = try LossyProxy(to: database.cluster.port, losing: .request)
      await #expect(throws: TargetError.self) {
        try await batch(
          "host=127.0.0.1 port=\(proxy.port) dbname=\(database.name) user=\(database.owner) sslmode=disable "
            + "password='\(database.password)'")
      }
    }
  }
}
