import MigrationPostgreSQL
import Testing
import ThrowawayPostgreSQL

@Suite struct FailureTests {
  private func failure(_ sql: String, in script: String = "") async throws -> PostgreSQLFailure {
    try await Database.with(script) { database in
      let error = await #expect(throws: PostgreSQLError.self) { try await database.connection().run(sql) }
      guard case .server(let failure) = error else {
        throw ClusterError("not the server's: \(String(describing: error))")
      }
      return failure
    }
  }

  @Test func `an error keeps its code, hint and place`() async throws {
    let failure = try await failure("SELECT id,\n  nam FROM people", in: "CREATE TABLE people (id int, name text)")
    #expect(failure.severity == "ERROR")
    #expect(failure.code == "42703")
    #expect(failure.message == "column \"nam\" does not exist")
    #expect(failure.hint == "Perhaps you meant to reference the column \"people.name\".")
    #expect(failure.position == 14)
    #expect(
      failure.description == "column \"nam\" does not exist; "
        + "hint: Perhaps you meant to reference the column \"people.name\". (42703)")
  }

  @Test func `an error keeps its detail and what it is about`() async throws {
    let failure = try await failure(
      "INSERT INTO t VALUES (1)", in: "CREATE TABLE t (a int CONSTRAINT one UNIQUE); INSERT INTO t VALUES (1)")
    #expect(failure.code == "23505")
    #expect(failure.detail == "Key (a)=(1) already exists.")
    #expect(failure.schema == "public" && failure.table == "t" && failure.constraint == "one")
    #expect(
      failure.text == "duplicate key value violates unique constraint \"one\"; detail: Key (a)=(1) already exists.")
    #expect(
      try await self.failure("INSERT INTO t VALUES (NULL)", in: "CREATE TABLE t (a int NOT NULL)").column == "a")
  }

  @Test func `an error inside a function keeps the function's own place`() async throws {
    let failure = try await failure(
      "SELECT f()",
      in: "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT absent); END $$")
    #expect(failure.internalQuery == "(SELECT absent)")
    #expect(failure.internalPosition == 9)
    #expect(failure.context == "PL/pgSQL function f() line 1 at RETURN")
    #expect(failure.position == nil)
  }

  @Test(arguments: [
    ("55P03", true), ("40P01", true), ("40001", true), ("23505", false), ("57014", false), ("25P02", false),
  ])
  func `only locks and serialisation are worth another try`(code: String, isWorth: Bool) {
    #expect(PostgreSQLFailure(code: code, message: "").isWorthRetrying == isWorth)
  }

  @Test(arguments: [
    (PostgreSQLError.unreachable(code: nil, ""), true), (.unreachable(code: "28P01", ""), false),
    (.unreachable(code: "3D000", ""), false), (.unreachable(code: "53300", ""), true),
    (.unreachable(code: "57P03", ""), true), (.lost(""), true), (.cancelled, false), (.expired(.seconds(1)), false),
    (.settings(""), false), (.server(PostgreSQLFailure(code: "57P01", message: "")), true),
    (.server(PostgreSQLFailure(code: "57014", message: "")), false),
    (.server(PostgreSQLFailure(code: "08006", message: "")), true),
    (.server(PostgreSQLFailure(code: "42601", message: "")), false),
  ])
  func `what passes by itself is told from what does not`(error: PostgreSQLError, isPassing: Bool) {
    #expect(error.isPassing == isPassing)
  }
}
