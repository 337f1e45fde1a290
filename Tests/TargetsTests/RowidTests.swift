import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

/// Tables whose rows have no name but a rowid that VACUUM may change.
@Suite struct RowidTests {
  private static let rows = step(.backfill, "rows")

  /// Rows on both sides of 0, with gaps: VACUUM numbers them from 1.
  private func table() throws -> TemporaryDatabase {
    try TemporaryDatabase(
      """
      CREATE TABLE t (v TEXT, new INTEGER);
      WITH RECURSIVE n (i) AS (SELECT -20 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
      INSERT INTO t (rowid, v) SELECT 3 * i, 'v' || i FROM n;
      """)
  }

  private func work(_ expression: String, where condition: String?) -> BackfillWork {
    .update(table: "t", assignments: [.init(column: "new", expression: expression)], condition: condition)
  }

  @Test func `a VACUUM between two batches begins a pass anew, which passes over what was written`() async throws {
    let database = try table()
    let target = database.target()
    let work = work("1", where: "new IS NULL")
    for _ in 0..<2 { _ = try await target.backfillBatch(work, of: Self.rows, tied: tie, limit: 7) }
    try database.run(
      "CREATE TABLE writes (v); CREATE TRIGGER w AFTER UPDATE ON t BEGIN INSERT INTO writes VALUES (new.v); END;")
    try database.run("VACUUM;")
    while try await !target.backfillBatch(work, of: Self.rows, tied: tie, limit: 7).isFinished {}
    #expect(try database.value("SELECT count(*) FROM t WHERE new = 1") == .integer(41))
    #expect(try database.value("SELECT count(*) || ' ' || count(DISTINCT v) FROM writes") == .text("27 27"))
  }

  @Test(arguments: [nil, "new < 5"])
  func `where it cannot be told what was written it halts`(condition: String?) async throws {
    let database = try table()
    try database.run("UPDATE t SET new = 0;")
    let target = database.target()
    let work = work("new + 1", where: condition)
    for _ in 0..<2 { _ = try await target.backfillBatch(work, of: Self.rows, tied: tie, limit: 7) }
    try database.run("VACUUM;")
    let error = await #expect(throws: TargetError.self) {
      try await target.backfillBatch(work, of: Self.rows, tied: tie, limit: 7)
    }
    #expect(
      error?.description.contains("VACUUM ran, or the schema was changed") == true, "\(String(describing: error))")
    #expect(try database.value("SELECT count(*) FROM t WHERE new > 1") == .integer(0))
  }

  @Test func `a key of the table's own is as good after a VACUUM as before`() async throws {
    let database = try TemporaryDatabase(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, new INTEGER DEFAULT 0);
      WITH RECURSIVE n (i) AS (SELECT -20 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO t (id) SELECT 3 * i FROM n;
      """)
    let target = database.target()
    let work = work("new + 1", where: nil)
    for _ in 0..<2 { _ = try await target.backfillBatch(work, of: Self.rows, tied: tie, limit: 7) }
    try database.run("VACUUM;")
    while try await !target.backfillBatch(work, of: Self.rows, tied: tie, limit: 7).isFinished {}
    #expect(try database.value("SELECT count(*) FROM t WHERE new = 1") == .integer(41))
  }

  @Test func `what a copy that was not finished left is taken away, and nothing else`() throws {
    let database = try TemporaryDatabase("CREATE TABLE t (v);")
    for name in [".a-t-1.partial", ".a-t-1.partial-journal", "a-t-1.sqlite", ".partial.txt"] {
      _ = try SQLiteConnection(path: "\(database.folder)/\(name)", mode: .create).run("CREATE TABLE x (a)")
    }
    #expect(RestorePointRemains.remove(in: database.folder) == 2)
    #expect(files(in: database.folder).filter { !$0.hasPrefix("app.") } == [".partial.txt", "a-t-1.sqlite"])
  }
}
