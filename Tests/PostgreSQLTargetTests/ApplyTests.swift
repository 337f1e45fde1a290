import MigrationPhases
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct ApplyTests {
  private let people = "CREATE TABLE people (id int PRIMARY KEY, name text)"

  @Test func `an error says detail, hint and where it came up`() async throws {
    try await Database.with("CREATE TABLE t (a int UNIQUE); INSERT INTO t VALUES (1)") { database in
      let target = try database.target()
      let unique = await #expect(throws: TargetError.self) {
        try await target.apply(script("INSERT INTO t VALUES (1)"))
      }
      #expect(
        unique?.description
          == "expand.sql:1:1: duplicate key value violates unique constraint \"t_a_key\"; detail: Key (a)=(1) already "
          + "exists. (23505)")
      let inside = await #expect(throws: TargetError.self) {
        try await target.apply(
          script("DO $$ BEGIN RAISE 'no; really' USING HINT = 'do not', ERRCODE = 'XY001'; END $$"))
      }
      #expect(
        inside?.description
          == "expand.sql:1:1: no; really; hint: do not; in: PL/pgSQL function inline_code_block line 1 at RAISE (XY001)"
      )
    }
  }

  @Test func `bodies in dollar quotes are one statement`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let function = """
        CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
          NEW.name := coalesce(NEW.name, $$it's; COMMIT; nobody$$);
          RETURN NEW;
        END $body$;
        """
      #expect(
        try await target.apply(
          script(
            function, "CREATE TRIGGER keep BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION keep()",
            "DO $$ BEGIN INSERT INTO people VALUES (7); END; $$")
        ).isDone)
      #expect(try database.value("SELECT name FROM people") == "it's; COMMIT; nobody")
    }
  }

  private static let leaving = [
    "COMMIT", "ROLLBACK", "/* a /* b */ */ begin", "-- c\nEnd", "SAVEPOINT s", "PREPARE TRANSACTION 'x'",
    "START TRANSACTION", "ABORT", "COMMIT AND CHAIN", "DO $$ BEGIN COMMIT; END $$", "SELECT 1; COMMIT",
    "SET TRANSACTION READ ONLY", "DELETE FROM migrated.schema", "UPDATE migrated.schema SET current = 9",
    "DROP SCHEMA migrated CASCADE", "DROP TABLE migrated.intent", "CREATE DATABASE other", "COPY people FROM STDIN",
  ]

  @Test func `a statement that would leave the step is refused and nothing stays`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      for sql in Self.leaving {
        do throws(TargetError) {
          let proof = try await target.apply(script("INSERT INTO people VALUES (1, 'x')", sql))
          Issue.record("\(sql): \(proof)")
        } catch {
          guard case .statement(_, _, let statement?) = error else {
            Issue.record("\(sql) is not about a statement: \(error)")
            continue
          }
          #expect(statement.ordinal == 2)
        }
        #expect(try database.value("SELECT count(*) FROM people") == "0", "\(sql)")
        #expect(try database.value("SELECT to_regnamespace('migrated') IS NULL") == "t", "\(sql)")
      }
    }
  }

  @Test func `a script may take another role, and bounds that it sets do not hold`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let admin = try database.admin()
      try admin.run("CREATE ROLE \(database.name)_app; GRANT \(database.name)_app TO \(database.name)")
      try admin.run("GRANT CREATE ON SCHEMA public TO \(database.name)_app")
      defer { try? admin.run("DROP OWNED BY \(database.name)_app; DROP ROLE \(database.name)_app") }
      #expect(
        try await target.apply(
          script(
            "SET ROLE \(database.name)_app", "SET lock_timeout = 0", "CREATE TABLE theirs (lock text)",
            "INSERT INTO theirs SELECT current_setting('lock_timeout')")
        ).isDone)
      #expect(
        try database.value(
          "SELECT relowner::regrole::text || ' ' || (SELECT lock FROM theirs) FROM pg_class WHERE relname = 'theirs'")
          == "\(database.name)_app 150ms")
    }
  }

  @Test func `a script whose time runs out is taken back, and the statement under way is named`() async throws {
    try await Database.with(people) { database in
      var bounds = quick
      bounds.script = .seconds(4)
      let target = try database.target(bounds: bounds)
      let error = await #expect(throws: TargetError.self) {
        try await target.apply(script("ALTER TABLE people ADD COLUMN a int", "SELECT pg_sleep(600)"))
      }
      #expect(
        error?.description
          == "expand.sql:2:1: the script's time ran out here, after 4s; it was cancelled and nothing of its "
          + "transaction was applied: make it do less, or raise scriptTimeout of this target (57014)")
      #expect(try await target.ledger(of: "add-full-name") == nil)
    }
  }

  @Test func `a cancelled step ends soon and leaves nothing`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let task = Task { try await target.apply(script("CREATE TABLE b (x int)", "SELECT pg_sleep(600)")) }
      try await database.wait(
        until:
          "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = '\(database.name)' AND query = 'SELECT pg_sleep(600)'"
      )
      task.cancel()
      await #expect(throws: TargetError.cancelled) { try await task.value }
      #expect(try database.value("SELECT to_regclass('b') IS NULL") == "t")
      #expect(try await target.apply(script("CREATE TABLE b (x int)")).isDone)
    }
  }

  @Test func `a role that may not make the ledger's schema is told what to grant`() async throws {
    try await Database.with(people) { database in
      let target = try database.target()
      let admin = try database.admin()
      try admin.run("ALTER DATABASE \(database.name) OWNER TO admin")
      let error = await #expect(throws: TargetError.self) { try await target.apply(script("SELECT 1")) }
      #expect(error?.description.contains("GRANT CREATE ON DATABASE") == true)
      try admin.run("CREATE SCHEMA migrated AUTHORIZATION \(database.owner)")
      #expect(try await target.apply(script("SELECT 1")).isDone)
    }
  }

  @Test func `a role named migrated does not make a plan's tables in the ledger's schema`() async throws {
    try await Database.with("CREATE SCHEMA app") { database in
      try database.admin().run("ALTER ROLE \(database.owner) SET search_path = migrated, app, public")
      let target = try database.target()
      #expect(try await target.apply(script("CREATE TABLE first (x int)")).isDone)
      #expect(
        try await target.apply(script("CREATE TABLE second (x int)"), as: step(.expand, of: "other")).isDone)
      #expect(
        try database.value(
          "SELECT string_agg(oid::regclass::text, ' ' ORDER BY relname) FROM pg_class WHERE relname IN ('first', 'second')"
        )
          == "app.first app.second")
      #expect(try await target.verify(query("SELECT to_regclass('ledger') IS NULL")) == .holds)
    }
  }

  @Test func `no error has the password in it`() async throws {
    try await Database.with(people) { database in
      var seen: [TargetError] = []
      for connection in [
        database.socket, database.tcp + " password='\(database.password) not'",
        "postgresql://\(database.owner):secret%20of@127.0.0.1:1/x",
      ] {
        let target = try database.target(connection: connection)
        for sql in ["nonsense", "SELECT pg_terminate_backend(pg_backend_pid())"] {
          do throws(TargetError) { _ = try await target.apply(script(sql)) } catch { seen.append(error) }
        }
        do throws(TargetError) { _ = try await target.observe() } catch { seen.append(error) }
      }
      #expect(seen.count == 8)
      for error in seen {
        let text = "\(error) \(String(reflecting: error))"
        #expect(!text.contains(database.password) && !text.contains("secret of"), "\(text)")
      }
    }
  }
}
