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

  @Test func `what an old release writes is filled, what a new one writes stays`() async throws {
    try await expanded(Self.inStep()) { database, target in
      try await target.probe(Self.inStep())
      try database.run(
        """
        INSERT INTO people (first, last) VALUES ('Grace', 'Hopper');
        INSERT INTO people (first, last, full) VALUES ('B', 'L', 'Barbara Liskov');
        UPDATE people SET last = 'King' WHERE first = 'Ada';
        UPDATE people SET note = 'x', last = last WHERE first = 'B';
        UPDATE people SET first = 'Barbara', full = 'Dr. Liskov' WHERE first = 'B';
        """)
      #expect(
        try database.value(Self.rows)
          == .text("Ada/King/Ada King Alan/Turing/- Grace/Hopper/Grace Hopper Barbara/L/Dr. Liskov"))
    }
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

  @Test(arguments: [false, true])
  func `a backfill writes each row once, and sets no trigger off`(isReversed: Bool) async throws {
    let inStep = Self.inStep(isReversed ? Self.reverse : [])
    let table = Self.people + "INSERT INTO people (first, last) VALUES ('Augusta Ada', 'King');"
    try await expanded(inStep, table: table) { database, target in
      let work = BackfillWork.update(table: "people", assignments: Self.forward, condition: "full IS NULL")
      let batch = try await target.backfillBatch(work, of: step(.backfill, "rows"), tied: tie, limit: 10)
      #expect(batch.rowsWritten == 3 && batch.isFinished)
      #expect(
        try database.value(Self.rows)
          == .text("Ada/Lovelace/Ada Lovelace Alan/Turing/Alan Turing Augusta Ada/King/Augusta Ada King"))
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

  @Test func `they go with contract, and with the way back, and are no part of the schema`() async throws {
    let inStep = Self.inStep(Self.reverse)
    let own = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated_in_step%'"
    try await expanded(inStep) { database, target in
      #expect(try database.value(own) == .integer(5))
      let schema = try await target.schema()
      #expect(
        schema == [
          "CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT, note TEXT, full TEXT)"
        ])
      _ = try await target.apply(
        script("ALTER TABLE people DROP COLUMN first"), keeping: inStep, as: step(.contract), raisingTo: 2, tied: tie
      ) { _ in }
      #expect(try database.value(own) == .integer(0))
    }
    try await expanded(inStep) { database, target in
      let back = script("ALTER TABLE people DROP COLUMN full")
      let undone = try await target.undo(back, keeping: inStep, as: step(.expand, "undo"), tied: tie)
      #expect(undone.isDone)
      #expect(try database.value(own) == .integer(0))
    }
  }

  @Test(arguments: [
    ("DROP TRIGGER \"migrated_in_step_add-full-name.updated\"", "people lacks the trigger"),
    (
      "DROP TRIGGER \"migrated_in_step_add-full-name.inserted\"; CREATE TRIGGER "
        + "\"migrated_in_step_add-full-name.inserted\" AFTER INSERT ON people BEGIN SELECT 1; END", "was altered"
    ),
    ("CREATE TRIGGER other BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'closed'); END", "closed"),
  ])
  func `the probe finds what is gone, was altered or does not work`(damage: String, words: String) async throws {
    try await expanded(Self.inStep()) { database, target in
      try database.run(damage + ";")
      let error = await #expect(throws: TargetError.self) { try await target.probe(Self.inStep()) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test(arguments: [
    (forward: "absent || 'x'", reverse: "first", condition: "full IS NULL", words: "no such column: absent"),
    (forward: "first", reverse: "absent", condition: "full IS NULL", words: "no column absent"),
    (forward: "first", reverse: "first", condition: "absent IS NULL", words: "no such column: absent"),
  ])
  func `what would make the application's writes fail is not expanded`(
    forward: String, reverse: String, condition: String, words: String
  ) async throws {
    let database = try TemporaryDatabase(Self.people)
    let inStep = InStep(
      migration: "add-full-name", table: "people", forward: [.init(column: "full", expression: forward)],
      condition: condition, reverse: [.init(column: reverse, expression: "full")])
    let error = await #expect(throws: TargetError.self) {
      _ = try await database.target().apply(
        script("ALTER TABLE people ADD COLUMN full TEXT"), keeping: inStep, as: step(.expand), raisingTo: 2, tied: tie
      ) { _ in }
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    #expect(try database.value("SELECT count(*) FROM pragma_table_info('people')") == .integer(4))
    try database.run("INSERT INTO people (first) VALUES ('x');")
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
