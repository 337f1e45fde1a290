import MigrationPhases
import MigrationSQLite
import MigrationTargets
import Testing

@Suite struct InStepTests {
  private static let people = """
    CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT, note TEXT);
    INSERT INTO people (first, last) VALUES ('Ada', 'Lovelace'), ('Alan', 'Turing');
    """
  private static let forward = [BackfillWork.Assignment(column: "full", expression: "first || ' ' || last")]
  private static let reverse = [
    BackfillWork.Assignment(column: "first", expression: "substr(full, 1, instr(full, ' ') - 1)"),
    BackfillWork.Assignment(column: "last", expression: "substr(full, instr(full, ' ') + 1)"),
  ]
  private static let rows =
    "SELECT group_concat(coalesce(first, '-') || '/' || coalesce(last, '-') || '/' || "
    + "coalesce(full, '-'), ' ') FROM (SELECT * FROM people ORDER BY id)"

  private static func inStep(_ reverse: [BackfillWork.Assignment] = []) -> InStep {
    InStep(
      migration: "add-full-name", table: "people", forward: forward, condition: "full IS NULL -- still",
      reverse: reverse)
  }

  private func expanded(
    _ inStep: InStep, table: String = people, _ body: (TemporaryDatabase, SQLiteTarget) async throws -> Void
  ) async throws {
    let database = try TemporaryDatabase(table)
    let target = database.target()
    let proof = try await target.apply(
      script("ALTER TABLE people ADD COLUMN full TEXT"), keeping: inStep, as: step(.expand), raisingTo: 2, tied: tie
    ) { _ in }
    #expect(proof.isDone)
    try await body(database, target)
  }

  @Test func `what a new release writes alone reaches the old columns, and comes back no second time`() async throws {
    let inStep = Self.inStep(Self.reverse)
    try await expanded(inStep) { database, target in
      try await target.probe(inStep)
      // Where triggers set each other off again, as some applications have it.
      let application = try database.connect()
      try application.run("PRAGMA recursive_triggers = ON")
      try application.run("INSERT INTO people (full) VALUES ('Grace Brewster Hopper')")
      try application.run("INSERT INTO people (first, full) VALUES ('B', 'Barbara Liskov')")
      try application.run("UPDATE people SET full = 'Augusta Ada King' WHERE id = 1")
      try application.run("UPDATE people SET first = 'Alan M.' WHERE id = 2")
      #expect(
        try database.value(Self.rows)
          == .text(
            "Augusta/Ada King/Augusta Ada King Alan M./Turing/Alan M. Turing Grace/Brewster Hopper/Grace Brewster Hopper "
              + "B/Liskov/Barbara Liskov"))
    }
  }

  @Test(arguments: [
    "CREATE TABLE people (a TEXT, b TEXT, first TEXT, last TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;",
    "CREATE TABLE people (rowid TEXT, first TEXT, last TEXT, a TEXT, b TEXT);",
  ])
  func `any kind of key will do`(table: String) async throws {
    try await expanded(Self.inStep(Self.reverse), table: table) { database, target in
      try database.run(
        """
        INSERT INTO people (a, b, first, last) VALUES ('a', 'b', 'Ada', 'King'), ('a', 'c', 'Alan', 'Turing');
        UPDATE people SET first = 'Augusta' WHERE b = 'b';
        """)
      try await target.probe(Self.inStep(Self.reverse))
      #expect(
        try database.value("SELECT group_concat(full, ', ') FROM (SELECT full FROM people ORDER BY b)")
          == .text("Augusta King, Alan Turing"))
    }
  }

  @Test func `rows that are one to the column and two to the key are told apart`() async throws {
    let table =
      "CREATE TABLE people (id TEXT COLLATE NOCASE, first, last, PRIMARY KEY (id COLLATE BINARY)) WITHOUT ROWID;"
    try await expanded(Self.inStep(), table: table) { database, _ in
      try database.run(
        "INSERT INTO people VALUES ('a', 'Ada', 'King', 'of her own'); INSERT INTO people (id, first, last) VALUES ('A', 'Alan', 'Turing');"
      )
      try database.run("UPDATE people SET last = 'M' WHERE id = 'A' COLLATE BINARY;")
      #expect(
        try database.value("SELECT group_concat(full, ', ') FROM (SELECT full FROM people ORDER BY first)")
          == .text("of her own, Alan M"))
    }
  }
}
