import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct BackfillRefusalTests {
  private let schema = """
    CREATE TABLE t (id INTEGER PRIMARY KEY, mark TEXT, new TEXT, twice AS (mark || mark));
    CREATE TABLE w (a TEXT, b INT, new TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE TABLE r (a TEXT, new TEXT);
    CREATE TABLE odd (rowid, _rowid_, oid, new);
    CREATE VIEW v AS SELECT * FROM t;
    CREATE VIRTUAL TABLE f USING fts5 (new);
    """

  private func refusal(
    of work: BackfillWork, in script: String? = nil
  ) async throws -> String? {
    let database = try TemporaryDatabase(script ?? schema)
    let prepared = await #expect(throws: TargetError.self) {
      try await database.target().prepareBackfill(work, of: Backfill.rows)
    }
    let run = await #expect(throws: TargetError.self) {
      try await database.target().backfillBatch(work, of: Backfill.rows, tied: tie, limit: 10)
    }
    #expect(try database.value("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated%'") == .integer(0))
    if case .unsupported = prepared {
    } else {
      Issue.record("not refused as unsupported: \(String(describing: prepared))")
    }
    #expect(run == prepared)
    return prepared?.description
  }

  private func update(_ table: String, _ column: String = "new", _ expression: String = "1") -> BackfillWork {
    .update(table: table, assignments: [.init(column: column, expression: expression)], condition: nil)
  }

  @Test(arguments: [
    ("t", "id", "the backfill of t writes id, the key that it goes by; rows would be missed or written twice"),
    ("T", "ID", "the backfill of t writes id, the key that it goes by; rows would be missed or written twice"),
    ("w", "b", "the backfill of w writes b, the key that it goes by; rows would be missed or written twice"),
    ("f", "new", "f is a virtual table; only a plain table can be backfilled"),
    ("v", "new", "v is a view; only a plain table can be backfilled"),
    ("f_data", "block", "f_data is a shadow table; only a plain table can be backfilled"),
    ("odd", "new", "odd has columns named rowid, _rowid_ and oid, so that its rows have no name of their own"),
  ])
  func `what cannot be gone over is refused`(table: String, column: String, words: String) async throws {
    #expect(try await refusal(of: update(table, column)) == words)
  }

  @Test func `columns and tables that are not there are refused`() async throws {
    #expect(try await refusal(of: update("t", "nothing")) == "t has no column nothing to backfill")
    #expect(try await refusal(of: update("t", "twice")) == "t.twice is a generated column; it cannot be written")
    #expect(try await refusal(of: update("nothing"))?.hasSuffix("there is no table nothing to backfill") == true)
    #expect(
      try await refusal(of: .update(table: "t", assignments: [], condition: nil))
        == "the backfill of t assigns no column")
  }

  @Test(arguments: ["?", ":x", "?5", ":lower0"])
  func `expressions have no parameters`(parameter: String) async throws {
    #expect(
      try await refusal(of: update("t", "new", "mark || \(parameter)")) == "the backfill of t must have no parameters")
  }

  @Test func `an expression that breaks out to the key is refused`() async throws {
    #expect(
      try await refusal(of: update("t", "new", "1), id = (id + 1"))
        == "the backfill of t writes id, the key that it goes by; rows would be missed or written twice")
  }

  @Test(arguments: [
    (
      "t", "UPDATE t SET new = 1 WHERE id > :lower",
      "backfill.sql:1:1: the statement must have :lower and :upper, both and no others"
    ),
    (
      "t", "UPDATE t SET id = id + 1 WHERE id > :lower AND id <= :upper",
      "backfill.sql:1:1: the statement writes id, the key that it goes by; rows would be missed or written twice"
    ),
    (
      "r", "UPDATE r SET rowid = rowid + 1 WHERE rowid > :lower AND rowid <= :upper",
      "backfill.sql:1:1: the statement writes ROWID, the key that it goes by; rows would be missed or written twice"
    ),
    (
      "t", "INSERT INTO t (mark) SELECT mark FROM t WHERE id > :lower AND id <= :upper",
      "backfill.sql:1:1: the statement inserts into t, the table it goes over, and might never end"
    ),
    (
      "t", "SELECT * FROM t WHERE id > :lower AND id <= :upper",
      "backfill.sql:1:1: the statement writes nothing"
    ),
    (
      "r", "UPDATE r SET new = 1 WHERE a > :lower AND a <= :upper",
      "backfill.sql:1:1: the statement does not read rowid, the key of r; compare it: rowid > :lower AND rowid <= :upper"
    ),
    (
      "w", "UPDATE w SET new = 1 WHERE a > :lower AND a <= :upper",
      "backfill.sql:1:1: w has a key of several columns (a, b); write the backfill as assignments instead"
    ),
  ])
  func `a script that could go wrong is refused`(table: String, sql: String, words: String) async throws {
    let statement = script(sql, file: "backfill.sql")[0]
    #expect(try await refusal(of: .script(table: table, statement: statement)) == words)
  }

  @Test func `a script over a key with two orders is refused`() async throws {
    let statement = script("UPDATE c SET new = 1 WHERE a > :lower AND a <= :upper", file: "backfill.sql")[0]
    let words = try await refusal(
      of: .script(table: "c", statement: statement),
      in: "CREATE TABLE c (a TEXT COLLATE NOCASE, new, PRIMARY KEY (a COLLATE BINARY)) WITHOUT ROWID;")
    #expect(
      words == "backfill.sql:1:1: the column a and the primary key of c have different collations; "
        + "write the backfill as assignments instead")
  }

  @Test func `the ledger cannot be backfilled`() async throws {
    let database = try TemporaryDatabase(schema)
    _ = try await database.target().apply([], as: step(.expand), raisingTo: 2, tied: tie) { _ in }
    await #expect(throws: TargetError.unsupported("migrated_ledger is the ledger's; a plan must not touch it")) {
      try await database.target().prepareBackfill(update("migrated_ledger", "phase"), of: Backfill.rows)
    }
  }

  @Test(arguments: ["cursor = 'i:x'", "cursor = '5'", "pass = 0, cursor = 't:f'", "finished = 1"])
  func `a cursor that was altered is refused`(damage: String) async throws {
    let database = try Backfill.table(rows: 20)
    _ = try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 5)
    try database.run("UPDATE migrated_backfill SET \(damage)")
    let error = await #expect(throws: TargetError.self) {
      try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 5)
    }
    guard case .ledger = error else {
      Issue.record("not about the ledger: \(String(describing: error))")
      return
    }
  }

  @Test func `a table that was rebuilt with another key is refused`() async throws {
    let database = try Backfill.table(rows: 20)
    _ = try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 5)
    try database.run(
      """
      DROP TABLE t;
      CREATE TABLE t (id INTEGER, mark TEXT, new TEXT);
      """)
    await #expect(
      throws: TargetError.ledger(
        "the ledger in \(database.path) has a backfill of add-full-name by \"id\", but t is now gone over by \"rowid\"; "
          + "the table was rebuilt meanwhile: roll the migration back and begin anew")
    ) { try await database.target().backfillBatch(Backfill.fill(), of: Backfill.rows, tied: tie, limit: 5) }
  }
}
