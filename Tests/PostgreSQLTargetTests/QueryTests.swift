import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct QueryTests {
  private static let asked: [(sql: String, found: String?)] = [
    ("SELECT true", nil), ("SELECT 1", nil), ("SELECT -7::bigint", nil), ("SELECT false", "false"), ("SELECT 0", "0"),
    ("SELECT NULL::bool", "NULL"), ("SELECT 'yes'", "'yes'"), ("SELECT 1.0", "the number 1.0"),
    ("SELECT 1 WHERE false", "no row"), ("SELECT generate_series(1, 3)", "3 rows"), ("SELECT 1, 2", "2 columns"),
    ("SELECT generate_series(1, 5000)", "more than 1000 rows"),
  ]

  @Test func `a verify query must give one true value`() async throws {
    try await Database.with { database in
      let target = try database.target()
      for (sql, found) in Self.asked {
        #expect(try await target.verify(query(sql)) == found.map { .fails(found: $0) } ?? .holds, "\(sql)")
      }
    }
  }

  private static let writing = [
    "INSERT INTO t VALUES (1) RETURNING 1", "SELECT nextval('s')", "COMMIT", "DROP TABLE t",
  ]

  @Test func `a query that would write is refused`() async throws {
    try await Database.with("CREATE TABLE t (a int); CREATE SEQUENCE s") { database in
      let target = try database.target()
      for sql in Self.writing {
        await #expect(throws: TargetError.self, "\(sql)") { try await target.verify(query(sql)) }
        #expect(try database.value("SELECT count(*) FROM t") == "0")
      }
    }
  }

  @Test func `a count is one whole number`() async throws {
    try await Database.with("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)") { database in
      let target = try database.target()
      #expect(try await target.count(query("SELECT count(*) FROM t")) == 2)
      #expect(try await target.count(query("SELECT sum(a) FROM t")) == 3)
      await #expect(
        throws: TargetError.unsupported(
          "verify.sql:1:1: expected one row with one whole number of 0 or more, found NULL")
      ) { try await target.count(query("SELECT NULL::int")) }
      await #expect(throws: TargetError.self) { try await target.count(query("SELECT -1")) }
      await #expect(throws: TargetError.self) { try await target.count(query("SELECT 1.5")) }
    }
  }

  @Test func `a query has a bound`() async throws {
    try await Database.with { database in
      var bounds = quick
      bounds.query = .seconds(2)
      let error = await #expect(throws: TargetError.self) {
        try await database.target(bounds: bounds).verify(query("SELECT pg_sleep(600)"))
      }
      #expect(error?.description == "verify.sql:1:1: it took longer than 2s and was cancelled (57014)")
    }
  }

  @Test func `a server that is not there is named, with what it said`() async throws {
    try await Database.with { database in
      let error = await #expect(throws: TargetError.self) {
        try await database.target(connection: "host=/nowhere dbname=x user=y").observe()
      }
      guard case .unreachable(let text) = error else {
        Issue.record("not unreachable: \(String(describing: error))")
        return
      }
      #expect(text.hasPrefix("x as y at /nowhere: "), "\(text)")
    }
  }
}
