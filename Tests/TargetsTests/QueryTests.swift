import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct QueryTests {
  private let numbers = "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1), (2), (3);"

  @Test(arguments: [
    ("SELECT 1.0", Verification.fails(found: "the real number 1.0")),
    ("SELECT 'yes'", .fails(found: "the text 'yes'")),
    ("SELECT x'01'", .fails(found: "a blob of 1 bytes")),
    ("SELECT count(*) FROM pragma_table_info('t')", .holds),
    ("PRAGMA user_version", .fails(found: "0")),
    ("PRAGMA schema_version", .holds),
    (
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
      .fails(found: "1000 rows or more")
    ),
  ])
  func `a verification holds for one row with one true value only`(sql: String, expected: Verification) async throws {
    let database = try TemporaryDatabase(numbers)
    #expect(try await database.target().verify(query(sql)) == expected)
  }

  @Test(arguments: [
    "PRAGMA user_version = 4", "PRAGMA query_only = 0",
    "ATTACH 'other' AS o", "SELECT count(*) FROM pragma_optimize",
    "CREATE TEMP TABLE u (x)",
  ])
  func `a verification that would write is refused`(sql: String) async throws {
    let database = try TemporaryDatabase(numbers)
    let error = await #expect(throws: TargetError.self) { try await database.target().verify(query(sql)) }
    guard case .statement(_, _, let statement) = error else {
      Issue.record("not about a statement: \(String(describing: error))")
      return
    }
    #expect(statement?.sql == sql)
    #expect(try database.value("SELECT sum(x) FROM t") == .integer(6))
    #expect(try database.value("PRAGMA user_version") == .integer(0))
  }

  @Test(arguments: ["SELECT length(hex(zeroblob(240000000)))", "SELECT length(hex(zeroblob(40000000)))"])
  func `a query makes no value of more than 64 MiB`(sql: String) async throws {
    let database = try TemporaryDatabase(numbers)
    let target = database.target()
    let message =
      "it reads or makes a text or blob of more than 64 MiB, the most that a query may; let it look at less at once"
    for _ in 0..<2 {
      await #expect(throws: TargetError.statement(code: "18", message: message, statement: query(sql))) {
        try await target.verify(query(sql))
      }
      await #expect(throws: TargetError.statement(code: "18", message: message, statement: query(sql))) {
        try await target.count(query(sql))
      }
    }
    #expect(try await target.count(query("SELECT length(hex(zeroblob(20000000)))")) == 40_000_000)
  }

  @Test func `a query that takes too long is interrupted`() async throws {
    let database = try TemporaryDatabase(numbers)
    let endless = query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    await #expect(
      throws: TargetError.statement(
        code: "9", message: "it took longer than 100 ms and was interrupted", statement: endless)
    ) { try await database.target(bounds: SQLiteBounds(query: .milliseconds(100))).verify(endless) }
  }

  @Test func `a look answers while a query runs`() async throws {
    let database = try TemporaryDatabase(numbers)
    let target = database.target()
    let endless = query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    let long = Task { try await target.verify(endless) }
    let observation = try await target.observe()
    #expect(observation.engine.hasPrefix("SQLite 3."))
    long.cancel()
    await #expect(throws: TargetError.cancelled) { try await long.value }
  }
}
