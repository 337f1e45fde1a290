import MigrationTargets
import Testing

@Suite struct QueryTests {
  /// What is found instead of one true value; nil where it holds.
  private static let asked: [(sql: String, found: String?)] = [
    ("SELECT 1", nil), ("SELECT -5;", nil), ("SELECT count(*) FROM people", nil),
    ("SELECT NOT EXISTS (SELECT 1 FROM people WHERE name IS NULL)", nil), ("SELECT 0", "0"),
    ("SELECT CAST(NULL AS INTEGER)", "NULL"), ("SELECT id FROM people", "3 rows"),
    ("SELECT id FROM people WHERE id > 5", "no row"), ("SELECT 1, 1", "2 columns"),
  ]

  @Test(arguments: Engine.allCases)
  func `a verification holds for one row with one true value only`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      for (sql, found) in Self.asked {
        #expect(try await target.verify(query(sql)) == found.map { .fails(found: $0) } ?? .holds, "\(sql)")
      }
      guard case .fails = try await target.verify(query("SELECT 'yes'")) else {
        Issue.record("a text was taken for true")
        return
      }
    }
  }

  private static let writing = [
    "DELETE FROM people", "UPDATE people SET name = 'x' RETURNING 1", "INSERT INTO people VALUES (9, 'x') RETURNING 1",
    "DROP TABLE people", "CREATE TABLE other (x INTEGER)", "COMMIT", "SELECT 1; DELETE FROM people", "nonsense",
  ]

  @Test(arguments: Engine.allCases)
  func `a query that would write is refused, and named`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      for sql in Self.writing {
        let asked: [@Sendable () async throws -> Void] = [
          { _ = try await target.verify(query(sql)) }, { _ = try await target.count(query(sql)) },
        ]
        for ask in asked {
          let error = await #expect(throws: TargetError.self, "\(sql)") { try await ask() }
          guard case .statement(_, _, query(sql)) = error else {
            Issue.record("\(sql): \(String(describing: error))")
            continue
          }
        }
        #expect(try place.rows("SELECT name FROM people ORDER BY id") == [["Ada"], ["Grace"], ["Edsger"]], "\(sql)")
      }
      #expect(try place.columns(of: "other").isEmpty)
      #expect(try !place.hasLedger())
    }
  }

  @Test(arguments: Engine.allCases)
  func `a count is one whole number of 0 or more`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      #expect(try await target.count(query("SELECT count(*) FROM people")) == 3)
      #expect(try await target.count(query("SELECT sum(id) FROM people")) == 6)
      #expect(try await target.count(query("SELECT 0")) == 0)
      for (sql, found) in [
        ("SELECT CAST(NULL AS INTEGER)", "NULL"), ("SELECT id FROM people", "3 rows"), ("SELECT -1", "-1"),
      ] {
        await #expect(
          throws: TargetError.unsupported(
            "verify.sql:1:1: expected one row with one whole number of 0 or more, found \(found)")
        ) { try await target.count(query(sql)) }
      }
      for sql in ["SELECT 1.5", "SELECT 1, 2", "SELECT 1 WHERE 1 = 2"] {
        await #expect(throws: TargetError.self, "\(sql)") { try await target.count(query(sql)) }
      }
    }
  }
}
