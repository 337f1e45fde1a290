import MigrationPhases
import MigrationTargets
import Testing

/// A table `t`, and a count of the writes to it.
enum Backfill {
  static func fill(condition: String? = "new IS NULL") -> BackfillWork {
    .update(table: "t", assignments: [.init(column: "new", expression: "'new ' || mark")], condition: condition)
  }

  static func script(_ sql: String) -> BackfillWork {
    .script(table: "t", statement: PostgreSQLAndSQLiteTests.script(sql, file: "backfill.sql")[0])
  }

  /// `rows` are the key's values; `check` is what the new column must fulfil.
  static func table(
    _ engine: Engine, key: String = "id INTEGER PRIMARY KEY", rows: [String] = (1...20).map { "\($0)" },
    check: String = "1 = 1"
  ) -> String {
    let pieces = key.split(separator: "; ")
    let inserts = rows.enumerated().map { "INSERT INTO t VALUES (\($1), 'mark \($0)', NULL);" }
    let counting = engine.pick(
      sqlite: "CREATE TRIGGER note AFTER UPDATE ON t BEGIN INSERT INTO writes VALUES (new.mark); END;",
      postgresql: """
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO writes VALUES (NEW.mark); RETURN NULL; END $$;
        CREATE TRIGGER note AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();
        """)
    let constraint = pieces.count > 1 ? ", " + pieces[1] : ""
    return """
      CREATE TABLE t (\(pieces[0]), mark TEXT, new TEXT CHECK (\(check))\(constraint));
      CREATE TABLE writes (mark TEXT);
      \(inserts.joined(separator: "\n"))
      \(counting)
      """
  }

  /// Whether every row has its new value, and was written once.
  static func eachWrittenOnce(in place: Place) throws -> Bool {
    try place.rows(
      """
      SELECT (SELECT count(*) FROM writes), (SELECT count(DISTINCT mark) FROM writes),
        (SELECT count(*) FROM t WHERE new = 'new ' || mark)
      """)[0] == Array(repeating: try place.value("SELECT count(*) FROM t"), count: 3)
  }

  /// Runs batches to the end, each on a target of its own where it is `restarting`.
  static func finish(
    _ work: BackfillWork, in place: Place, limit: Int, restarting: Bool = true, between: () throws -> Void = {}
  ) async throws -> [BackfillBatch] {
    var batches: [BackfillBatch] = []
    var target = try place.target()
    while batches.last?.isFinished != true {
      if restarting { target = try place.target() }
      batches.append(try await target.backfillBatch(work, of: Sample.rows, tied: tie, limit: limit))
      try #require(batches.count < 1_000)
      try between()
    }
    return batches
  }
}

@Suite struct BackfillTests {
  /// The key's columns, its values in the table, and the names of its columns.
  private static let keys: [(key: String, rows: [String], columns: [String])] = [
    ("id INTEGER PRIMARY KEY", ["5", "-7", "0", "3", "100", "-1", "2"], ["id"]),
    ("word VARCHAR(20) NOT NULL PRIMARY KEY", ["'b'", "'a'", "'B'", "''", "'é'", "'it''s'", "'zz'"], ["word"]),
    (
      "a INTEGER NOT NULL, b VARCHAR(9) NOT NULL; PRIMARY KEY (a, b)",
      ["1, 'x'", "1, 'a'", "0, 'z'", "2, ''", "1, 'b'"], ["a", "b"]
    ),
    ("id INTEGER PRIMARY KEY", [], ["id"]),
  ]

  @Test(arguments: Engine.allCases, [1, 2, 100])
  func `each row is written once, with a new process for each batch`(engine: Engine, limit: Int) async throws {
    for (key, rows, columns) in Self.keys {
      try await engine.with(Backfill.table(engine, key: key, rows: rows)) { place in
        let estimate = try await place.target().prepareBackfill(Backfill.fill(), of: Sample.rows)
        // A table without a better name for its rows is gone over by SQLite's own.
        let isNamed = engine == .postgresql || columns == ["id"]
        #expect(estimate == BackfillEstimate(rows: rows.count, rowsDone: 0, key: isNamed ? columns : ["rowid"]))
        let batches = try await Backfill.finish(Backfill.fill(), in: place, limit: limit)
        #expect(batches.map(\.rowsDone).reduce(0, +) == rows.count, "\(key)")
        #expect(batches.map(\.rowsWritten).reduce(0, +) == rows.count, "\(key)")
        #expect(batches.allSatisfy { $0.rowsDone <= limit && $0.rowsWritten <= limit }, "\(key)")
        #expect(try Backfill.eachWrittenOnce(in: place), "\(key)")
        let record = try #require(try await place.target().ledger(of: "add-full-name"))
        #expect(record.has(.backfill, "rows"))
        #expect(record.backfill?.rowsWritten == rows.count && record.backfill?.isFinished == true)
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a batch keeps its rows and its cursor, and the estimate knows`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      let batch = try await place.target().backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 8)
      #expect(batch.rowsDone == 8 && batch.rowsWritten == 8 && !batch.isFinished && batch.held > .zero)
      #expect(try place.value("SELECT max(id) FROM t WHERE new IS NOT NULL") == "8")
      let record = try #require(try await place.target().ledger(of: "add-full-name"))
      #expect(!record.has(.backfill, "rows") && record.stands)
      #expect(
        record.backfill
          == LedgerRecord.Backfill(rowsWritten: 8, origin: LedgerRecord.Origin(journal: "this-journal")))
      #expect(
        try await place.target().prepareBackfill(Backfill.fill(), of: Sample.rows)
          == BackfillEstimate(rows: 20, rowsDone: 8, rowsWritten: 8, key: ["id"]))
    }
  }

  @Test(arguments: Engine.allCases)
  func `rows that the condition excludes stay as they are and count as gone over`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      let work = Backfill.fill(condition: "new IS NULL AND id % 2 = 0 OR id = 7 -- and no others")
      let batches = try await Backfill.finish(work, in: place, limit: 6)
      #expect(batches.map(\.rowsDone).reduce(0, +) == 20)
      #expect(batches.map(\.rowsWritten).filter { $0 > 0 } == [3, 4, 3, 1])
      #expect(try place.value("SELECT count(*) FROM t WHERE (new IS NULL) = (id % 2 = 0 OR id = 7)") == "0")
      #expect(try place.value("SELECT count(*) FROM writes") == "11")
    }
  }

  @Test(arguments: Engine.allCases)
  func `what is done stays done`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      _ = try await Backfill.finish(Backfill.fill(), in: place, limit: 100)
      try place.run("INSERT INTO t VALUES (-1, 'late', NULL), (99, 'late', NULL)")
      let again = try await place.target().backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 100)
      #expect(again.isFinished && again.rowsDone == 0 && again.rowsWritten == 0)
      #expect(try place.value("SELECT count(new) FROM t WHERE mark = 'late'") == "0")
    }
  }

  @Test(arguments: Engine.allCases)
  func `a batch that fails leaves the earlier ones, names its rows and can be tried again`(
    engine: Engine
  ) async throws {
    try await engine.with(Backfill.table(engine, check: "new <> 'new mark 14'")) { place in
      let target = try place.target()
      _ = try await target.backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 8)
      for _ in 0..<2 {
        let error = await #expect(throws: TargetError.self) {
          try await target.backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 8)
        }
        #expect(
          error?.description
            == engine.pick(
              sqlite: "CHECK constraint failed: new <> 'new mark 14', in rows of t by id after 8 up to 16; none of "
                + "them was written (275)",
              postgresql: "new row for relation \"t\" violates check constraint \"t_new_check\"; detail: Failing row "
                + "contains (15, mark 14, new mark 14)., in rows of public.t by id after 8 up to 16; none of them was "
                + "written (23514)"))
      }
      #expect(try place.value("SELECT max(id) FROM t WHERE new IS NOT NULL") == "8")
      #expect(try await target.ledger(of: "add-full-name")?.backfill?.rowsWritten == 8)
      try place.run("UPDATE t SET mark = 'another' WHERE id = 15; DELETE FROM writes WHERE mark = 'another'")
      _ = try await Backfill.finish(Backfill.fill(), in: place, limit: 8)
      #expect(try Backfill.eachWrittenOnce(in: place))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a batch that is cancelled leaves nothing, and another one goes on`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      let target = try place.target(isPatient: true)
      _ = try await target.backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 8)
      try await place.locking("t") {
        let task = Task { try await target.backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 8) }
        task.cancel()
        await #expect(throws: TargetError.cancelled) { try await task.value }
      }
      #expect(try place.value("SELECT count(*) FROM writes") == "8")
      #expect(try await target.ledger(of: "add-full-name")?.backfill?.rowsWritten == 8)
      _ = try await Backfill.finish(Backfill.fill(), in: place, limit: 8)
      #expect(try Backfill.eachWrittenOnce(in: place))
    }
  }

  @Test(arguments: Engine.allCases)
  func `another digest is refused, before and during`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      _ = try await place.target().backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 5)
      let other = StepKey(migration: "add-full-name", digest: "ff", phase: .backfill, step: "rows")
      let expected = TargetError.ledger(
        "\(place.ledger) has add-full-name with digest a1a1a1a1a1a1, not ff; a plan does not change once it was "
          + "applied: register the changed one under a new name")
      await #expect(throws: expected) { try await place.target().prepareBackfill(Backfill.fill(), of: other) }
      await #expect(throws: expected) {
        try await place.target().backfillBatch(Backfill.fill(), of: other, tied: tie, limit: 5)
      }
      #expect(try place.value("SELECT count(*) FROM writes") == "5")
    }
  }

  @Test(arguments: Engine.allCases)
  func `a statement of the plan's own gets every row in exactly one range`(engine: Engine) async throws {
    try await engine.with(
      Backfill.table(engine, rows: ["-5", "0", "1", "7", "2147483647"]) + "CREATE TABLE copies (id INTEGER);"
    ) { place in
      let copy = Backfill.script("INSERT INTO copies SELECT id FROM t WHERE id > :lower AND id <= :upper")
      let batches = try await Backfill.finish(copy, in: place, limit: 2)
      #expect(batches.map(\.rowsWritten).reduce(0, +) == 5)
      #expect(
        try place.rows("SELECT id FROM copies ORDER BY id") == place.rows("SELECT id FROM t ORDER BY id"))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a statement of the plan's own that its range does not bound writes nothing`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine, rows: ["1", "2", "3", "4", "5"])) { place in
      let target = try place.target()
      let wide = Backfill.script("UPDATE t SET new = 'x' WHERE id > :lower OR id <= :upper")
      let error = await #expect(throws: TargetError.self) {
        try await target.backfillBatch(wide, of: Sample.rows, tied: tie, limit: 2)
      }
      guard case .unsupported(let text) = error else {
        Issue.record("not refused: \(String(describing: error))")
        return
      }
      #expect(text.hasPrefix("backfill.sql:1:1: the statement wrote 5 rows where its range, rows of "), "\(text)")
      #expect(text.hasSuffix("nothing was kept: bound it by WHERE id > :lower AND id <= :upper"), "\(text)")
      #expect(try place.value("SELECT count(*) FROM writes") == "0")
      #expect(try !place.hasLedger())
    }
  }
}
