import MigrationTargets
import Testing

@Suite struct BackfillPreparationTests {
  @Test(arguments: Engine.allCases)
  func `preparing makes no ledger and writes nothing`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      let estimate = try await place.target().prepareBackfill(Backfill.fill(), of: Sample.rows)
      #expect(estimate == BackfillEstimate(rows: 20, rowsDone: 0, key: ["id"]))
      #expect(try !place.hasLedger())
      #expect(try place.value("SELECT count(*) FROM writes") == "0")
    }
  }

  /// What is asked for, and with which words it is refused: before it begins, and when it would.
  private static let refused: [(work: BackfillWork, words: String)] = [
    (update("absent", "new", "1"), "there is no table absent to backfill"),
    (update("t", "absent", "1"), "t has no column absent to backfill"),
    (update("v", "new", "1"), "only a "),
    (update("t", "id", "id + 1"), "writes id, the key that it goes by; rows would be missed or written twice"),
    (Backfill.script("SELECT 1 FROM t WHERE id > :lower AND id <= :upper"), "the statement writes nothing"),
    (
      Backfill.script("UPDATE t SET new = 'x' WHERE id > :lower"),
      "backfill.sql:1:1: the statement must have :lower and :upper, both and no others"
    ),
  ]

  private static func update(_ table: String, _ column: String, _ expression: String) -> BackfillWork {
    .update(table: table, assignments: [.init(column: column, expression: expression)], condition: nil)
  }

  @Test(arguments: Engine.allCases)
  func `what cannot be gone over is refused before it begins, and when it would`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine) + "CREATE VIEW v AS SELECT * FROM t;") { place in
      let target = try place.target()
      for (work, words) in Self.refused {
        let before = await #expect(throws: TargetError.self, "\(words)") {
          try await target.prepareBackfill(work, of: Sample.rows)
        }
        let during = await #expect(throws: TargetError.self, "\(words)") {
          try await target.backfillBatch(work, of: Sample.rows, tied: tie, limit: 5)
        }
        guard case .unsupported(let text) = before else {
          Issue.record("\(words): \(String(describing: before))")
          continue
        }
        #expect(text.contains(words))
        #expect(during == before)
      }
      #expect(try place.value("SELECT count(*) FROM writes") == "0")
      #expect(try !place.hasLedger())
    }
  }

  @Test(arguments: Engine.allCases)
  func `an expression that is no SQL is an error of the engine's`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      let error = await #expect(throws: TargetError.self) {
        try await place.target().prepareBackfill(Self.update("t", "new", "absent"), of: Sample.rows)
      }
      #expect(
        error?.description
          == engine.pick(
            sqlite: "no such column: absent (1)", postgresql: "column \"absent\" does not exist (42703)"))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a statement of the plan's own needs a key of one column`(engine: Engine) async throws {
    let table = "CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, new TEXT, PRIMARY KEY (a, b))"
    try await engine.with(table + engine.pick(sqlite: " WITHOUT ROWID", postgresql: "")) { place in
      let error = await #expect(throws: TargetError.self) {
        try await place.target().prepareBackfill(
          Backfill.script("UPDATE t SET new = 'x' WHERE a > :lower AND a <= :upper"), of: Sample.rows)
      }
      #expect(
        error?.description
          == "backfill.sql:1:1: \(engine.pick(sqlite: "t", postgresql: "public.t")) has a key of several columns (a, b); "
          + "write the backfill as assignments instead")
    }
  }
}
