import MigrationPhases
import MigrationPostgreSQL
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

/// A large table is gone over by pages, in stripes.
@Suite struct StripedBackfillTests {
  /// About 250 pages. A trigger counts how often each row is written.
  private static func people(_ rows: Int = 20_000, key: String = "id int PRIMARY KEY") -> String {
    """
    CREATE TABLE people (\(key), name text, filler text, full_name text);
    INSERT INTO people SELECT n, 'n' || n, repeat('x', 60), NULL FROM generate_series(1, \(rows)) AS n;
    CREATE TABLE writes (id text);
    CREATE FUNCTION count_writes() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO writes VALUES (NEW.name); RETURN NULL; END $$;
    CREATE TRIGGER count_writes AFTER UPDATE ON people FOR EACH ROW EXECUTE FUNCTION count_writes();
    """
  }

  private static let work = BackfillWork.update(
    table: "people", assignments: [.init(column: "full_name", expression: "upper(name)")],
    condition: "full_name IS NULL")

  private static let bounds = PostgreSQLBounds(
    lock: .milliseconds(150), retry: Backoff(tries: 3, first: .milliseconds(20), longest: .milliseconds(50)),
    script: .seconds(60), stripesFrom: 50)

  private let rows = step(.backfill, "rows")

  private func run(
    _ target: PostgreSQLTarget, _ work: BackfillWork = Self.work, limit: Int = 300, atMost batches: Int = 100_000
  ) async throws -> Bool {
    for _ in 0..<batches {
      if try await target.backfillBatch(work, of: rows, tied: tie, limit: limit).isFinished { return true }
    }
    return false
  }

  private func stripes(_ database: Database) throws -> String? {
    try database.value("SELECT cursor[1] FROM migrated.backfill")
  }

  private func expectWrittenOnce(_ database: Database, rows: Int = 20_000) throws {
    #expect(try database.value("SELECT count(*) FROM people WHERE full_name = upper(name)") == "\(rows)")
    #expect(try database.value("SELECT count(*) || ' ' || count(DISTINCT id) FROM writes") == "\(rows) \(rows)")
  }

  @Test(arguments: ["id int PRIMARY KEY", "id bigint PRIMARY KEY", "id text PRIMARY KEY", "id numeric PRIMARY KEY"])
  func `every row is written once, whatever its key is, and the table hardly grows`(key: String) async throws {
    try await Database.with(Self.people(key: key)) { database in
      let target = try database.target(bounds: Self.bounds)
      try database.admin().run("VACUUM people")
      let before = try #require(try database.value("SELECT pg_relation_size('people')").flatMap { Int($0) })
      #expect(try await !run(target, atMost: 1))
      #expect(try stripes(database) == "stripes:1")
      #expect(try await run(target))
      try expectWrittenOnce(database)
      let after = try #require(try database.value("SELECT pg_relation_size('people')").flatMap { Int($0) })
      // One UPDATE makes it more than twice as large. Other databases of the server are at work meanwhile.
      #expect(after < before * 9 / 5, "\(before) became \(after)")
      #expect(try await target.ledger(of: "add-full-name")?.has(.backfill, "rows") == true)
      #expect(try database.value("SELECT rows_written FROM migrated.backfill") == "20000")
    }
  }

  @Test func `keys that end alike are spread by a hash`() async throws {
    let script = Self.people().replacing("SELECT n, 'n'", with: "SELECT n * 64, 'n'")
    for (script, isHashed) in [(script, "1"), (Self.people(), "0")] {
      try await Database.with(script) { database in
        let target = try database.target(bounds: Self.bounds)
        #expect(try await !run(target, atMost: 1))
        #expect(try database.value("SELECT cursor[15] FROM migrated.backfill") == isHashed)
        #expect(try await run(target, limit: 3_000))
        try expectWrittenOnce(database)
      }
    }
  }

  @Test func `a small table, and work without a condition, go by the key`() async throws {
    try await Database.with(Self.people(500)) { database in
      let target = try database.target(bounds: Self.bounds)
      #expect(try await !run(target, atMost: 1))
      #expect(try stripes(database) == "300")
    }
    try await Database.with(Self.people()) { database in
      let work = BackfillWork.update(
        table: "people", assignments: [.init(column: "full_name", expression: "upper(name)")], condition: nil)
      let target = try database.target(bounds: Self.bounds)
      #expect(try await !run(target, work, atMost: 1))
      #expect(try stripes(database) == "300")
      #expect(try await run(target, work, limit: 5_000))
      try expectWrittenOnce(database)
    }
  }

  @Test func `another daemon goes on where one stopped, with batches of another size`() async throws {
    try await Database.with(Self.people()) { database in
      var limit = 50
      while try await !run(try database.target(bounds: Self.bounds), limit: limit, atMost: 7) {
        limit = limit * 7 % 1_999 + 20
      }
      try expectWrittenOnce(database)
    }
  }

  @Test func `a table that is rewritten underneath is begun anew, and what was written is passed over`() async throws {
    try await Database.with(Self.people()) { database in
      let target = try database.target(bounds: Self.bounds)
      #expect(try await !run(target, atMost: 40))
      try database.admin().run("VACUUM FULL people")
      #expect(try await run(target))
      try expectWrittenOnce(database)
    }
  }

  @Test func `what the application writes meanwhile is left as it wrote it`() async throws {
    try await Database.with(Self.people()) { database in
      let target = try database.target(bounds: Self.bounds)
      #expect(try await !run(target, atMost: 20))
      try database.connect().run(
        """
        DELETE FROM people WHERE id % 10 = 3;
        UPDATE people SET full_name = 'own' WHERE id % 10 = 4;
        INSERT INTO people SELECT n, 'new', 'x', 'new' FROM generate_series(30001, 30100) AS n
        """)
      #expect(try await run(target))
      #expect(try database.value("SELECT count(*) FROM people WHERE full_name IS NULL") == "0")
      #expect(
        try database.value("SELECT count(*) FROM people WHERE id % 10 = 4 AND id <= 20000 AND full_name = 'own'")
          == "2000")
      #expect(try database.value("SELECT count(*) FROM people WHERE full_name = 'new'") == "100")
    }
  }

  @Test func `rows that need writing still after they were written make it go by the key`() async throws {
    try await Database.with(
      Self.people() + "; UPDATE people SET name = NULL WHERE id % 1000 = 0; TRUNCATE writes"
    ) { database in
      let target = try database.target(bounds: Self.bounds)
      #expect(try await run(target, limit: 1_000))
      #expect(try stripes(database) == "20000")
      #expect(try database.value("SELECT count(*) FROM people WHERE full_name = upper(name)") == "19980")
      // The others once; these where they were met by page, and once more by the key.
      #expect(try database.value("SELECT count(*) FROM writes WHERE id IS NOT NULL") == "19980")
      let again = try database.value("SELECT count(*) FROM writes WHERE id IS NULL").flatMap { Int($0) } ?? 0
      #expect((20...40).contains(again), "\(again)")
    }
  }

  @Test func `while an old transaction keeps dead versions from being pruned, stripes are given up`() async throws {
    try await Database.with(Self.people(40_000)) { database in
      let other = try database.connect()
      try other.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM writes")
      let target = try database.target(bounds: Self.bounds)
      let plain = "SELECT cursor[14]::bigint > 0 AND cursor[8] = '1' FROM migrated.backfill"
      var batches = 0
      while try await !run(target, limit: 200, atMost: 1) {
        batches += 1
        if try database.value(plain) == "t" { break }
      }
      #expect(try database.value(plain) == "t", "after \(batches) batches")
      try other.run("COMMIT")
      #expect(try await run(target))
      try expectWrittenOnce(database, rows: 40_000)
    }
  }

  @Test func `a row that cannot be written is told with its pages, and nothing of its batch is kept`() async throws {
    try await Database.with(Self.people() + "; ALTER TABLE people ADD CHECK (full_name <> 'N7')") { database in
      let target = try database.target(bounds: Self.bounds)
      let error = await #expect(throws: TargetError.self) { try await run(target) }
      guard case .statement("23514", let message, _) = error else {
        Issue.record("not refused: \(String(describing: error))")
        return
      }
      #expect(message.contains(", in rows of public.people on its pages 0 to "), "\(message)")
      #expect(try database.value("SELECT count(*) FROM people WHERE full_name = 'N7'") == "0")
    }
  }
}
