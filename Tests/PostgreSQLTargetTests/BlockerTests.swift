import MigrationPhases
import MigrationPostgreSQL
import Synchronization
import Testing
import ThrowawayPostgreSQL

@testable import MigrationTargets

/// Who is in the way is looked for before, named meanwhile, and ended where that was decided.
@Suite struct BlockerTests {
  private let people = "CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'Ada')"
  private let add = script("ALTER TABLE people ADD COLUMN a int")
  private let index = script("CREATE INDEX CONCURRENTLY by_name ON people (name)")

  private func bounds(
    _ blockers: PostgreSQLBlockerPolicy? = nil, oldest: Duration = .seconds(300), tries: Int = 3
  ) -> PostgreSQLBounds {
    PostgreSQLBounds(
      lock: .milliseconds(150), retry: Backoff(tries: tries, first: .milliseconds(20), longest: .milliseconds(50)),
      script: .seconds(60), oldestTransaction: oldest, blockers: blockers)
  }

  /// What was said, and the outcome.
  private func apply(
    _ statements: [ScriptStatement], on target: PostgreSQLTarget
  ) async -> (notes: [TargetNote], error: TargetError?) {
    let notes = Mutex<[TargetNote]>([])
    do throws(TargetError) {
      _ = try await target.apply(statements, as: step(.expand), raisingTo: 2, tied: tie) { note in
        notes.withLock { $0.append(note) }
      }
      return (notes.withLock { $0 }, nil)
    } catch { return (notes.withLock { $0 }, error) }
  }

  private func waits(_ notes: [TargetNote]) -> [String] {
    notes.compactMap { if case .waits(let text) = $0 { text } else { nil } }
  }

  private func remarks(_ notes: [TargetNote]) -> [String] {
    notes.compactMap { if case .remark(let text) = $0 { text } else { nil } }
  }

  /// An application that has the table, and has been idle for longer than a lock is waited for.
  private func idle(in database: Database, _ sql: String = "SELECT 1 FROM people") async throws -> Application {
    let other = try database.connect()
    try other.run("BEGIN; \(sql)")
    try await database.wait(
      until: """
        SELECT count(*) > 0 FROM pg_stat_activity WHERE pid = \(other.backend) AND state = 'idle in transaction'
          AND xact_start < clock_timestamp() - interval '200 ms'
        """)
    return other
  }

  @Test func `a lock that somebody has for long is not even asked for, and who has it is named at each try`()
    async throws
  {
    try await Database.with(people) { database in
      let other = try await idle(in: database)
      let (notes, error) = await apply(add, on: try database.target(bounds: bounds()))
      guard case .locked(let text) = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(text.contains("no lock on people to be had, tried 3 times in"), "\(text)")
      // The server never saw the statement: nobody could queue up behind it.
      #expect(!notes.contains { if case .begins = $0 { true } else { false } })
      #expect(waits(notes).count == 2)
      for (number, text) in waits(notes).enumerated() {
        #expect(
          text.hasPrefix(
            "expand.sql:1:1: no lock on people to be had in try \(number + 1) of 3; in the way: process \(other.backend) "
          ),
          "\(text)")
      }
      try other.run("COMMIT")
    }
  }

  @Test(arguments: [
    ("ALTER TABLE people ADD COLUMN a int", "SELECT 1 FROM people", true),
    ("ALTER TABLE IF EXISTS ONLY public.people ALTER COLUMN name SET NOT NULL", "SELECT 1 FROM people", true),
    ("DROP TABLE IF EXISTS people", "SELECT 1 FROM people", true),
    // Readers do not keep these waiting.
    ("ALTER TABLE people ADD CONSTRAINT boss FOREIGN KEY (id) REFERENCES other (id)", "SELECT 1 FROM people", false),
    ("ALTER TABLE people ALTER COLUMN name SET STATISTICS 10", "SELECT 1 FROM people", false),
    (
      "CREATE TRIGGER t BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
      "SELECT 1 FROM people", false
    ),
    (
      "CREATE TRIGGER t BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
      "UPDATE people SET name = 'x'", true
    ),
    ("SELECT 1", "UPDATE people SET name = 'x'", false),
  ])
  func `what is looked for is what would keep the statement waiting`(
    statement: String, held: String, isInTheWay: Bool
  ) async throws {
    try await Database.with(people + "; CREATE TABLE other (id int PRIMARY KEY); INSERT INTO other VALUES (1)") {
      database in
      let other = try await idle(in: database, held)
      let (_, error) = await apply(script(statement), on: try database.target(bounds: bounds(tries: 1)))
      #expect((error != nil) == isInTheWay, "\(String(describing: error))")
      if let error { #expect(error.description.contains(" to be had, tried 1 times"), "\(error)") }
      try other.run("COMMIT")
    }
  }

  @Test func `whoever the policy names is ended, and that is said`() async throws {
    try await Database.with(people) { database in
      let other = try await idle(in: database)
      let policy = PostgreSQLBlockerPolicy(action: .terminate, after: .zero, applications: ["shop"])
      let (notes, error) = await apply(add, on: try database.target(bounds: bounds(policy)))
      #expect(error == nil)
      #expect(remarks(notes).count == 1)
      #expect(remarks(notes)[0].hasPrefix("ended process \(other.backend) (user \(database.owner), application shop"))
      #expect(throws: (any Error).self) { try other.run("COMMIT") }
    }
  }

  @Test(arguments: [
    PostgreSQLBlockerPolicy(action: .terminate, after: .seconds(600)),
    PostgreSQLBlockerPolicy(action: .terminate, after: .zero, users: ["somebody"]),
    PostgreSQLBlockerPolicy(action: .terminate, after: .zero, applications: ["reports"]),
    // An idle transaction has no query to cancel.
    PostgreSQLBlockerPolicy(action: .cancel, after: .zero),
  ])
  func `whoever the policy does not name is left alone`(policy: PostgreSQLBlockerPolicy) async throws {
    try await Database.with(people) { database in
      let other = try await idle(in: database)
      let (notes, error) = await apply(add, on: try database.target(bounds: bounds(policy)))
      guard case .locked = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(remarks(notes).isEmpty)
      try other.run("COMMIT")
    }
  }

  @Test func `a build is not begun while it would wait for an old transaction, and is once that is over`() async throws
  {
    try await Database.with(people) { database in
      // Not at this table: a build waits for it all the same.
      let other = try await idle(in: database, "CREATE TABLE elsewhere (x int)")
      let old = bounds(oldest: .milliseconds(150))
      let (notes, error) = await apply(index, on: try database.target(bounds: old))
      guard case .locked(let text) = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(
        text.hasPrefix(
          "expand.sql:1:1: \(database.place): not begun, since it would wait for transactions that are open"),
        "\(text)")
      #expect(text.contains("process \(other.backend) (user"), "\(text)")
      #expect(waits(notes).count == 2)
      #expect(try database.value("SELECT to_regclass('by_name') IS NULL") == "t")
      try other.run("COMMIT")
      #expect(try await database.target(bounds: old).apply(index).isDone)
      #expect(try database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_name'::regclass") == "t")
    }
  }

  @Test func `a build tells how far it is, and whom it waits for`() async throws {
    try await Database.with(people) { database in
      let other = try database.connect()
      try other.run("BEGIN; UPDATE people SET name = 'x'")
      let backend = other.backend
      let held = Mutex<Application?>(other)
      let said = Mutex<[String]>([])
      _ = try await database.target().apply(index, as: step(.expand), raisingTo: 2, tied: tie) { note in
        guard case .isAt(let text) = note, text.contains("waits for process") else { return }
        said.withLock { $0.append(text) }
        // Only now is the writer done.
        held.withLock {
          try? $0?.run("COMMIT")
          $0 = nil
        }
      }
      let text = try #require(said.withLock { $0.first })
      #expect(text.hasPrefix("expand.sql:1: waiting for writers before build"), "\(text)")
      #expect(
        text.contains("; waits for process \(backend) (user \(database.owner), application shop"), "\(text)")
    }
  }

  @Test
  func `a constraint is validated in a transaction of its own, and waits for no lock that others queue up behind`()
    async throws
  {
    try await Database.with(people) { database in
      let target = try database.target()
      let checked = script(
        "ALTER TABLE people ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID",
        "ALTER TABLE people VALIDATE CONSTRAINT named", "ALTER TABLE people ADD COLUMN b int")
      let modes = Mutex<[String?]>([])
      _ = try await target.apply(checked, as: step(.expand), raisingTo: 2, tied: tie) { note in
        guard case .begins(let statement) = note, statement.ordinal == 2 else { return }
        // Nothing of the first statement is locked any more.
        let held = try? database.value("SELECT count(*) FROM pg_locks WHERE relation = 'people'::regclass AND granted")
        modes.withLock { $0.append(held) }
      }
      #expect(modes.withLock { $0 } == ["0"])
      let steps = try await target.ledger(of: "add-full-name")?.entries.map(\.step)
      #expect(steps == ["apply/1", "apply/2", "apply/3", "apply"])
      #expect(try database.value("SELECT convalidated FROM pg_constraint WHERE conname = 'named'") == "t")
    }
  }

  @Test func `a constraint that rows do not fit leaves what came before, and says so`() async throws {
    try await Database.with(people + "; INSERT INTO people VALUES (2, NULL)") { database in
      let checked = script(
        "ALTER TABLE people ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID",
        "ALTER TABLE people VALIDATE CONSTRAINT named")
      let error = await #expect(throws: TargetError.self) { try await database.target().apply(checked) }
      #expect(
        error?.description
          == "expand.sql:2:1: check constraint \"named\" of relation \"people\" is violated by some row; what came before "
          + "it in 1 of 2 parts of the script stands, and trying again goes on after that (23514)",
        "\(String(describing: error))")
      try database.connect().run("UPDATE people SET name = 'Bob' WHERE id = 2")
      #expect(try await database.target().apply(checked).isDone)
    }
  }

  @Test(arguments: [
    ("alter role shop password 'Sup3r''Secret'; select 1", "alter role shop password '…''…'; select 1"),
    (#"SELECT E'a\'b', 'secret'"#, "SELECT E'…'"), (#"SELECT 'a\', 'secret'"#, "SELECT '…'"),
    ("/* it's */ SELECT 'secret' -- 's\n, 'secret'", "  SELECT '…'  , '…'"),
    ("SELECT \"O'Brien\", 'secret', a$b FROM t", "SELECT \"O'Brien\", '…', a$b FROM t"),
    (
      "SELECT $$body$$, $tag$it's$tag$, \"Odd 'name\" FROM t WHERE x = $1",
      "SELECT '…', '…', \"Odd 'name\" FROM t WHERE x = $1"
    ),
    ("/* a /* b */ it's */ SELECT 'secret'", "  SELECT '…'"), ("UPDATE t SET x = 'cut of", "UPDATE t SET x = '…'"),
    ("SELECT 1", "SELECT 1"),
  ])
  func `what is kept of somebody's query has no values in it`(query: String, kept: String) {
    #expect(PostgreSQLQuoting.withoutValues(query) == kept)
  }

  @Test func `nobody is ended where another one who may not be would stay in the way`() async throws {
    try await Database.with(people) { database in
      let (one, other) = (try await idle(in: database), try await idle(in: database))
      try one.run("SET application_name = 'reports'")
      let policy = PostgreSQLBlockerPolicy(action: .terminate, after: .zero, applications: ["reports"])
      let (notes, error) = await apply(add, on: try database.target(bounds: bounds(policy)))
      guard case .locked = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(remarks(notes).isEmpty)
      try one.run("COMMIT")
      try other.run("COMMIT")
    }
  }

  @Test func `where a part of the script stands, a lock that is not got says so`() async throws {
    try await Database.with(people) { database in
      let other = try await idle(in: database, "CREATE TABLE elsewhere (x int)")
      let target = try database.target(bounds: bounds(oldest: .milliseconds(150)))
      let (_, error) = await apply(add + index, on: target)
      guard case .locked(let text) = error else {
        Issue.record("not locked: \(String(describing: error))")
        return
      }
      #expect(
        text.hasSuffix(
          "; what came before it in 1 of 2 parts of the script stands, and trying again goes on after that"), "\(text)")
      try other.run("COMMIT")
    }
  }

  @Test func `what a daemon that was killed had begun to build is waited for, and not built again`() async throws {
    try await Database.with(people) { database in
      let old = try database.connect()
      try old.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM people")
      let orphan = PostgreSQLConnection(
        name: "orphan",
        settings: try PostgreSQLSettings(database.socket, applicationName: "migrated/add-full-name/expand"))
      async let built = orphan.run(index[0].sql)
      try await database.wait(until: "SELECT count(*) = 1 FROM pg_index WHERE NOT indisvalid")
      let made = try database.value("SELECT indexrelid FROM pg_index WHERE NOT indisvalid")
      let tied = LedgerTie(
        journal: "this-journal", ledger: "this-ledger", isNew: true, lease: LedgerLease(holder: "one"))
      let target = try database.target(bounds: bounds())
      async let applied = target.apply(index, tied: tied)
      try await database.wait(
        until: """
          SELECT count(*) > 0 FROM pg_stat_activity
          WHERE datname = '\(database.name)' AND query LIKE 'SELECT pg_catalog.pg_sleep(%'
          """)
      try old.run("COMMIT")
      _ = try await built
      _ = try? await applied
      await target.release(tied)
      #expect(try database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_name'::regclass") == "t")
      #expect(try database.value("SELECT 'by_name'::regclass::oid") == made)
    }
  }
}
