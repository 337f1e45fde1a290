import MigrationPhases
import MigrationTargets
import Testing

/// Triggers that keep old and new columns in step, and the proof that they do.
@Suite struct InStepTests {
  private static let people = """
    CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT, note TEXT);
    INSERT INTO people (id, first, last) VALUES (1, 'Ada', 'Lovelace'), (2, 'Alan', 'Turing');
    """

  /// A comment at its end, and a column by its table's name where the engine's trigger can have that.
  private static func forward(_ engine: Engine) -> [BackfillWork.Assignment] {
    let last = engine.pick(sqlite: "last", postgresql: "people.last")
    return [.init(column: "full", expression: "first || ' ' || \(last) -- x")]
  }
  private static let expand = script("ALTER TABLE people ADD COLUMN \"full\" TEXT")

  private static func reverse(_ engine: Engine) -> [BackfillWork.Assignment] {
    let blank = engine.pick(sqlite: "instr", postgresql: "strpos") + "(\"full\", ' ')"
    return [
      .init(column: "first", expression: "substr(\"full\", 1, \(blank) - 1)"),
      .init(column: "last", expression: "substr(\"full\", \(blank) + 1)"),
    ]
  }

  private static func inStep(_ engine: Engine, isReversed: Bool = false) -> InStep {
    InStep(
      migration: "add-full-name", table: "people", forward: forward(engine), condition: "\"full\" IS NULL -- still",
      reverse: isReversed ? reverse(engine) : [])
  }

  private func expanded(
    _ engine: Engine, _ inStep: InStep, table: String = people, _ body: (Place, any Target) async throws -> Void
  ) async throws {
    try await engine.with(table) { place in
      let target = try place.target()
      let proof = try await target.apply(
        Self.expand, keeping: inStep, as: step(.expand), raisingTo: 2, tied: tie
      ) { _ in }
      #expect(proof == .done(SchemaVersions(current: 2, oldestSupported: 0)))
      try await body(place, target)
    }
  }

  private func rows(in place: Place) throws -> [[String?]] {
    try place.rows("SELECT first, last, \"full\" FROM people ORDER BY id")
  }

  /// How many triggers there are that are migrated's.
  private func triggers(in place: Place) throws -> Int {
    Int(
      try place.value(
        place.engine.pick(
          sqlite: "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated_in_step%'",
          postgresql: "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'zz_migrated%'")) ?? "") ?? -1
  }

  @Test(arguments: Engine.allCases)
  func `what an old release writes is filled, what a new one writes stays`(engine: Engine) async throws {
    try await expanded(engine, Self.inStep(engine)) { place, target in
      try await target.probe(Self.inStep(engine))
      try place.run(
        """
        INSERT INTO people (id, first, last) VALUES (3, 'Grace', 'Hopper');
        INSERT INTO people (id, first, last, "full") VALUES (4, 'B', 'L', 'Barbara Liskov');
        UPDATE people SET last = 'King' WHERE first = 'Ada';
        UPDATE people SET note = 'x', last = last WHERE first = 'B';
        UPDATE people SET first = 'Barbara', "full" = 'Dr. Liskov' WHERE first = 'B';
        """)
      #expect(
        try rows(in: place) == [
          ["Ada", "King", "Ada King"], ["Alan", "Turing", nil], ["Grace", "Hopper", "Grace Hopper"],
          ["Barbara", "L", "Dr. Liskov"],
        ])
    }
  }

  @Test(arguments: Engine.allCases)
  func `what a new release writes alone reaches the old columns`(engine: Engine) async throws {
    let inStep = Self.inStep(engine, isReversed: true)
    try await expanded(engine, inStep) { place, target in
      try await target.probe(inStep)
      try place.run(
        """
        INSERT INTO people (id, "full") VALUES (3, 'Grace Brewster Hopper');
        INSERT INTO people (id, first, "full") VALUES (4, 'B', 'Barbara Liskov');
        UPDATE people SET "full" = 'Augusta Ada King' WHERE id = 1;
        UPDATE people SET first = 'Alan M.' WHERE id = 2;
        """)
      #expect(
        try rows(in: place) == [
          ["Augusta", "Ada King", "Augusta Ada King"], ["Alan M.", "Turing", "Alan M. Turing"],
          ["Grace", "Brewster Hopper", "Grace Brewster Hopper"], ["B", "Liskov", "Barbara Liskov"],
        ])
    }
  }

  @Test(arguments: Engine.allCases, [false, true])
  func `a backfill writes each row once, and sets no trigger off`(engine: Engine, isReversed: Bool) async throws {
    let inStep = Self.inStep(engine, isReversed: isReversed)
    let table = Self.people + "INSERT INTO people (id, first, last) VALUES (3, 'Augusta Ada', 'King');"
    try await expanded(engine, inStep, table: table) { place, target in
      let work = BackfillWork.update(table: "people", assignments: Self.forward(engine), condition: "\"full\" IS NULL")
      let batch = try await target.backfillBatch(work, of: Sample.rows, tied: tie, limit: 10)
      #expect(batch.rowsWritten == 3)
      #expect(
        try rows(in: place) == [
          ["Ada", "Lovelace", "Ada Lovelace"], ["Alan", "Turing", "Alan Turing"],
          ["Augusta Ada", "King", "Augusta Ada King"],
        ])
    }
  }

  @Test(arguments: Engine.allCases)
  func `they come with expand, go with contract and with the way back, and are no part of the schema`(
    engine: Engine
  ) async throws {
    let inStep = Self.inStep(engine, isReversed: true)
    var plain: [String] = []
    try await engine.with(Self.people) { place in
      try place.run(Self.expand[0].sql)
      plain = try await place.target().schema()
    }
    try await expanded(engine, inStep) { place, target in
      #expect(try triggers(in: place) > 1)
      #expect(try await target.schema() == plain)
      _ = try await target.apply(
        script("ALTER TABLE people DROP COLUMN first"), keeping: inStep, as: step(.contract), raisingTo: 2, tied: tie
      ) { _ in }
      #expect(try triggers(in: place) == 0)
    }
    try await expanded(engine, inStep) { place, target in
      let back = script("ALTER TABLE people DROP COLUMN \"full\"")
      let undone = try await target.undo(back, keeping: inStep, as: Sample.undo, tied: tie)
      #expect(undone == .done(SchemaVersions(current: 0, oldestSupported: 0)))
      #expect(try triggers(in: place) == 0)
      #expect(try place.columns(of: "people") == ["id", "first", "last", "note"])
    }
  }

  @Test(arguments: Engine.allCases)
  func `a script that fails makes none, and an undo that fails keeps them`(engine: Engine) async throws {
    try await engine.with(Self.people) { place in
      let target = try place.target()
      await #expect(throws: TargetError.self) {
        try await target.apply(
          Self.expand + script("nonsense"), keeping: Self.inStep(engine), as: step(.expand), raisingTo: 2, tied: tie
        ) { _ in }
      }
      #expect(try triggers(in: place) == 0)
    }
    try await expanded(engine, Self.inStep(engine)) { place, target in
      await #expect(throws: TargetError.self) {
        try await target.undo(script("nonsense"), keeping: Self.inStep(engine), as: Sample.undo, tied: tie)
      }
      try await target.probe(Self.inStep(engine))
    }
  }

  @Test(arguments: Engine.allCases)
  func `the probe writes nothing that stays`(engine: Engine) async throws {
    try await expanded(engine, Self.inStep(engine, isReversed: true)) { place, target in
      let before = try place.rows("SELECT * FROM people ORDER BY id")
      for _ in 0..<3 { try await target.probe(Self.inStep(engine, isReversed: true)) }
      #expect(try place.rows("SELECT * FROM people ORDER BY id") == before)
      #expect(try place.value("SELECT count(*) FROM \(place.ledger("ledger"))") == "1")
    }
  }

  private static func damages(_ engine: Engine) -> [(sql: String, words: String)] {
    let trigger = "\"migrated_in_step_add-full-name.inserted\""
    return engine.pick(
      sqlite: [
        ("DROP TRIGGER \"migrated_in_step_add-full-name.updated\"", "people lacks the trigger"),
        (
          "DROP TRIGGER \(trigger); CREATE TRIGGER \(trigger) AFTER INSERT ON people BEGIN SELECT 1; END",
          "was altered"
        ),
        ("CREATE TRIGGER other BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'closed'); END", "closed"),
      ],
      postgresql: [
        (
          "DO $$ DECLARE t text; BEGIN SELECT tgname INTO t FROM pg_trigger WHERE tgname LIKE 'zz%update'; "
            + "EXECUTE format('DROP TRIGGER %I ON people', t); END $$", "lacks the trigger zz_migrated_in_step_"
        ),
        (
          "DO $$ DECLARE f text; BEGIN SELECT proname INTO f FROM pg_proc WHERE proname LIKE 'in_step%'; EXECUTE "
            + "format('CREATE OR REPLACE FUNCTION migrated.%I() RETURNS trigger LANGUAGE plpgsql AS "
            + "''BEGIN RETURN NEW; END''', f); END $$", "was altered"
        ),
        ("ALTER TABLE people ADD CONSTRAINT closed CHECK (false) NOT VALID", "violates check constraint"),
        // SQLite's triggers cannot be switched off.
        ("ALTER TABLE people DISABLE TRIGGER USER", "is switched off"),
      ])
  }

  @Test(arguments: Engine.allCases)
  func `the probe finds what is gone, was altered, is off or does not work`(engine: Engine) async throws {
    for (sql, words) in Self.damages(engine) {
      try await expanded(engine, Self.inStep(engine)) { place, target in
        try await target.probe(Self.inStep(engine))
        try place.run(sql)
        let error = await #expect(throws: TargetError.self, "\(sql)") { try await target.probe(Self.inStep(engine)) }
        #expect(error?.description.contains(words) == true, "\(sql): \(String(describing: error))")
      }
    }
  }

  @Test(
    arguments: Engine.allCases,
    [
      (forward: "absent || 'x'", reverse: "first", condition: "\"full\" IS NULL", column: "absent"),
      (forward: "first", reverse: "absent", condition: "\"full\" IS NULL", column: nil),
      (forward: "first", reverse: "first", condition: "absent IS NULL", column: "absent"),
    ])
  func `what would make the application's writes fail is not expanded, whether there are rows or not`(
    engine: Engine, wrong: (forward: String, reverse: String, condition: String, column: String?)
  ) async throws {
    let inStep = InStep(
      migration: "add-full-name", table: "people", forward: [.init(column: "full", expression: wrong.forward)],
      condition: wrong.condition, reverse: [.init(column: wrong.reverse, expression: "\"full\"")])
    let words =
      wrong.column.map {
        engine.pick(sqlite: "no such column: \($0)", postgresql: "column \"\($0)\" does not exist")
      } ?? "no column absent"
    for table in [Self.people, "CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT, note TEXT);"] {
      try await engine.with(table) { place in
        let error = await #expect(throws: TargetError.self) {
          try await place.target().apply(
            Self.expand, keeping: inStep, as: step(.expand), raisingTo: 2, tied: tie
          ) { _ in }
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(try place.columns(of: "people") == ["id", "first", "last", "note"])
        try place.run("INSERT INTO people (id, first) VALUES (9, 'x')")
      }
    }
  }
}
