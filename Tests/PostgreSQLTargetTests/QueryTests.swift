import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct QueryTests {
  private static let asked: [(sql: String, found: String?)] = [
    ("SELECT true", nil), ("SELECT -7::bigint", nil), ("SELECT false", "false"),
    ("SELECT NULL::bool", "NULL"), ("SELECT 'yes'", "'yes'"), ("SELECT 1.0", "the number 1.0"),
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

  @Test func `a query that would count a sequence on is refused`() async throws {
    try await Database.with("CREATE SEQUENCE s") { database in
      let target = try database.target()
      await #expect(throws: TargetError.self) { try await target.verify(query("SELECT nextval('s')")) }
      #expect(try database.value("SELECT is_called FROM s") == "f")
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
