import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// An application under load hardly notices what a target does.
@Suite struct PgbenchTests {
  private static let tables = """
    CREATE TABLE people (id int PRIMARY KEY, name text, old text);
    INSERT INTO people SELECT n, 'name ' || n, 'old' FROM generate_series(1, 20000) AS n;
    """
  private static let load = """
    \\set id random(1, 20000)
    UPDATE people SET name = name WHERE id = :id;
    SELECT name FROM people WHERE id = :id;
    """
  private static let patient = PostgreSQLBounds(
    lock: .milliseconds(200), retry: Backoff(tries: 40, first: .milliseconds(20), longest: .milliseconds(200)))

  private static let steps: [(phase: Phase, statements: [ScriptStatement])] = [
    (.expand, script("ALTER TABLE people ADD COLUMN a int")),
    (.expand, script("ALTER TABLE people ADD COLUMN b int DEFAULT 7")),
    (.expand, script("CREATE INDEX CONCURRENTLY by_name ON people (name)")),
    (.expand, script("ALTER TABLE people ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID")),
    (.expand, script("ALTER TABLE people VALIDATE CONSTRAINT named")),
    (.expand, script("ALTER TABLE people ALTER COLUMN name SET NOT NULL")),
    (.contract, script("ALTER TABLE people DROP COLUMN old", file: "contract.sql")),
  ]

  @Test func `no query fails and none waits long while one change after the other is made`() async throws {
    try await Database.with(Self.tables) { database in
      let target = try database.target(bounds: Self.patient)
      let bench = try Pgbench(on: database, running: Self.load)
      defer { bench.stop() }
      for (number, change) in Self.steps.enumerated() {
        try await bench.wait(for: 50)
        let key = step(change.phase, of: "change-\(number)")
        #expect(try await target.apply(change.statements, as: key).isDone)
      }
      // Whoever waited is in the log by then.
      try await bench.wait(for: 400)
      let latencies = bench.latencies()
      let worst = latencies.max() ?? 0
      print("pgbench: of \(latencies.count) transactions the slowest took \(worst / 1_000) ms")
      #expect(worst < 2_000_000)
      #expect(!bench.errors().contains("error") && !bench.errors().contains("aborted"), "\(bench.errors())")
    }
  }
}
