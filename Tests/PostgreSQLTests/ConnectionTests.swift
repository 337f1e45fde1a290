import MigrationPostgreSQL
import Testing
import ThrowawayPostgreSQL

@Suite struct ConnectionTests {
  @Test func `a statement gives its rows, their types and what the server did`() async throws {
    try await Database.with("CREATE TABLE t (a int, b text)") { database in
      let connection = try database.connection()
      let insert = try await connection.run(
        "INSERT INTO t VALUES ($1, $2), ($1, $3)", [.integer(1), .text("x"), .null])
      #expect(insert.command == "INSERT 0 2")
      #expect(insert.affected == 2)
      let rows = try await connection.run("SELECT a, b, true AS c FROM t ORDER BY b NULLS LAST")
      #expect(rows.rows == [["1", "x", "t"], ["1", nil, "t"]])
      #expect(rows.columns.map(\.name) == ["a", "b", "c"])
      #expect(rows.columns.map(\.type) == [23, 25, 16])
      let none = try await connection.run("SELECT a FROM t WHERE false")
      #expect(none.rows == [] && none.columns.map(\.name) == ["a"] && none.value == nil)
    }
  }

  @Test(arguments: ["", "x'; DROP TABLE t; --", "\\", "\"", "$1", "ä€😀", "a\nb"])
  func `a parameter is a value, whatever is in it`(text: String) async throws {
    try await Database.with("CREATE TABLE t (a text, b bytea)") { database in
      let connection = try database.connection()
      try await connection.run("INSERT INTO t VALUES ($1, $2)", [.text(text), .bytes(Array(text.utf8) + [0, 255])])
      #expect(try await connection.run("SELECT a FROM t").value == text)
      #expect(
        try await connection.run(
          "SELECT b = $1 AND a = $2 AND $3 FROM t",
          [
            .bytes(Array(text.utf8) + [0, 255]), .text(text), .boolean(true),
          ]
        ).value == "t")
    }
  }

  @Test(arguments: ["a", "A b", "select", "x\"y", "\"", "ä€😀", "x'y", "$$", "a.b", "\\"])
  func `a quoted identifier is that name`(name: String) async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let quoted = quotedPostgreSQLIdentifier(name)
      try await connection.run("CREATE SCHEMA \(quoted)")
      try await connection.run("CREATE TABLE \(quotedPostgreSQLIdentifier(name, name)) (\(quoted) int)")
      let found = try await connection.run(
        """
        SELECT n.nspname, c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1 WHERE n.nspname = $1
        """, [.text(name)])
      #expect(found.rows == [[name, name, name]])
    }
  }

  @Test func `a second statement in one text is refused by the server`() async throws {
    try await Database.with("CREATE TABLE t (a int)") { database async throws in
      let error = await #expect(throws: PostgreSQLError.self) {
        try await database.connection().run("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)")
      }
      #expect(error?.description == "cannot insert multiple commands into a prepared statement (42601)")
      #expect(try database.value("SELECT count(*) FROM t") == "0")
    }
  }

  @Test(arguments: ["SELECT 'a\u{0}b'", "SELECT $1"])
  func `a text with a NUL is refused, not cut`(sql: String) async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let error = await #expect(throws: PostgreSQLError.self) {
        try await connection.run(sql, sql.contains("$1") ? [.text("a\u{0}b")] : [])
      }
      #expect(error?.description == "a text has a NUL in it, which PostgreSQL does not take (22021)")
    }
  }

  @Test func `an empty statement is none`() async throws {
    try await Database.with { database async throws in
      #expect(try await database.connection().run("-- nothing").rows == [])
    }
  }

  @Test func `what is said besides the answer is collected, the newest hundred`() async throws {
    try await Database.with { database in
      let notices = try await database.connection().use { session throws(PostgreSQLError) in
        try session.run("DO $$ BEGIN FOR i IN 1..150 LOOP RAISE NOTICE 'n %', i; END LOOP; END $$")
        try session.run("DO $$ BEGIN RAISE WARNING 'careful' USING ERRCODE = '01P01'; END $$")
        return session.takeNotices() + session.takeNotices()
      }
      #expect(notices.count == 100)
      #expect(notices.first == PostgreSQLNotice(severity: "NOTICE", code: "00000", message: "n 52"))
      #expect(notices.last == PostgreSQLNotice(severity: "WARNING", code: "01P01", message: "careful"))
    }
  }

  @Test func `more rows than asked for are not waited for`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let (cut, whole, isOpen) = try await connection.use { session throws(PostgreSQLError) in
        let cut = try session.run("SELECT generate_series(1, 1000000000)", limit: 10)
        let whole = try session.run("SELECT * FROM generate_series(1, 10)", limit: 10)
        return (cut, whole, session.isOpen)
      }
      #expect(cut.isCut && cut.rows.count == 10)
      #expect(!whole.isCut && whole.rows.count == 10)
      #expect(isOpen)
    }
  }

  @Test(arguments: ["COPY t FROM STDIN", "COPY t TO STDOUT"])
  func `copying from or to the client is refused and leaves the connection in order`(sql: String) async throws {
    try await Database.with("CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 1000)") { database in
      let connection = try database.connection()
      let before = try await connection.use { session throws(PostgreSQLError) in session.backend }
      let error = await #expect(throws: PostgreSQLError.self) { try await connection.run(sql) }
      #expect(
        error?.description
          == "COPY FROM STDIN and COPY TO STDOUT have nobody to send or to receive the data; "
          + "hint: use INSERT, or COPY with a file on the server (0A000)")
      #expect(try await connection.run("SELECT pg_backend_pid()").value == String(before))
    }
  }

  @Test func `a transaction that is left open is rolled back`() async throws {
    try await Database.with("CREATE TABLE t (a int)") { database in
      let connection = try database.connection()
      let during = try await connection.use { session throws(PostgreSQLError) in
        try session.run("BEGIN")
        try session.run("INSERT INTO t VALUES (1)")
        return session.transaction
      }
      #expect(during == .open)
      let after = try await connection.use { session throws(PostgreSQLError) in session.transaction }
      #expect(after == .none)
      #expect(try database.value("SELECT count(*) FROM t") == "0")
    }
  }

  @Test func `an error ends the transaction and not the connection`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      let (failed, after, isOpen) = try await connection.use { session throws(PostgreSQLError) in
        try session.run("BEGIN")
        do throws(PostgreSQLError) { try session.run("SELECT 1 / 0") } catch {}
        let failed = session.transaction
        session.rollBack()
        return (failed, session.transaction, session.isOpen)
      }
      #expect(failed == .failed && after == .none && isOpen)
    }
  }

  @Test func `one connection serves many calls, a fresh one a single call`() async throws {
    try await Database.with { database in
      let connection = try database.connection()
      func backend(fresh: Bool) async throws -> Int32 {
        try await connection.use(fresh: fresh) { session throws(PostgreSQLError) in session.backend }
      }
      let first = try await backend(fresh: false)
      #expect(try await backend(fresh: false) == first)
      let fresh = try await backend(fresh: true)
      #expect(fresh != first)
      #expect(try await backend(fresh: false) != fresh)
      await connection.close()
      #expect(try database.value("SELECT count(*) FROM pg_stat_activity WHERE pid = \(first)") == "0")
    }
  }

  @Test func `waiting connections do not hold Swift's own threads`() async throws {
    try await Database.with { database async throws in
      // More than the pool has on most machines; each would hold one.
      let many = 40
      try await withThrowingTaskGroup { group in
        for _ in 0..<many { group.addTask { _ = try? await database.connection().run("SELECT pg_sleep(60)") } }
        let waiting =
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = '\(database.name)'"
        while try database.value(waiting) != String(many) { try await Task.sleep(for: .milliseconds(10)) }
        group.cancelAll()
      }
    }
  }

  @Test func `the connection says where it is and what it is called`() async throws {
    try await Database.with { database in
      let connection = PostgreSQLConnection(
        name: "x", settings: try PostgreSQLSettings(database.socket, applicationName: "migrated/add-name/expand"))
      let place = try await connection.use { session throws(PostgreSQLError) in
        try session.run("SELECT 1")
        return session.place
      }
      #expect(
        place == "\(database.name) as \(database.owner) at \(database.cluster.folder):\(database.cluster.port)")
      let names = try await connection.run("SELECT current_setting('application_name')")
      #expect(names.value == "migrated/add-name/expand")
      #expect(try await database.connection("application_name=mine").run("SHOW application_name").value == "mine")
      #expect(try await database.connection().run("SHOW application_name").value == "migrated")
    }
  }

  @Test func `the version and the encoding are the server's`() async throws {
    try await Database.with(encoding: "LATIN1") { database in
      let connection = try database.connection()
      let (version, encoding) = try await connection.use { session throws(PostgreSQLError) in
        (session.serverVersion, session.parameter("server_encoding"))
      }
      #expect(version >= 130_000)
      #expect(encoding == "LATIN1")
      #expect(try await connection.run("SELECT 'ä'").value == "ä")
    }
  }
}
