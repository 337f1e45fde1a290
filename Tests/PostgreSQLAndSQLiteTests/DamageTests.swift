import MigrationPhases
import MigrationTargets
import Testing

/// Ledgers that somebody altered.
@Suite struct DamageTests {
  @Test(arguments: Engine.allCases)
  func `a ledger that is damaged or newer is refused with what is wrong`(engine: Engine) async throws {
    let copy = engine.pick(sqlite: "copy", postgresql: "backup")
    for damage in ["layout", "row", "table"] {
      try await engine.with(Sample.people) { place in
        _ = try await place.target().apply(Sample.add)
        let (schema, backfill) = (place.ledger("schema"), place.ledger("backfill"))
        let words: String
        switch damage {
        case "layout":
          try place.run("UPDATE \(schema) SET layout = 99")
          words =
            "has layout 99, this migrated knows up to \(engine.pick(sqlite: 3, postgresql: 2)); use a newer migrated"
        case "row":
          try place.run("DELETE FROM \(schema)")
          words = "has no row in \(schema); it was altered by hand, restore it from a \(copy)"
        default:
          try place.run("DROP TABLE \(backfill)")
          words = "lacks \(backfill); restore it from a \(copy) of the database"
        }
        let error = TargetError.ledger("\(place.ledger) \(words)")
        let target = try place.target()
        await #expect(throws: error) { try await target.ledger(of: "add-full-name") }
        await #expect(throws: error) { try await target.apply(Sample.drop, as: step(.contract)) }
        await #expect(throws: error) { try await target.undo(Sample.drop, as: Sample.undo, tied: tie) }
        await #expect(throws: error) {
          try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: tie, limit: 5)
        }
        await #expect(throws: error) { try await target.adopt(tie) }
        #expect(try place.columns(of: "people") == ["id", "name", "full_name"])
        #expect(try place.value("SELECT count(full_name) FROM people") == "0")
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a row that was deleted is missing from the record`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      _ = try await place.target().apply(Sample.add)
      try place.run("DELETE FROM \(place.ledger("ledger"))")
      #expect(try await place.target().ledger(of: "add-full-name") == nil)
    }
  }

  @Test(arguments: Engine.allCases)
  func `the same step cannot stand twice`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      _ = try await place.target().apply(Sample.add)
      #expect(throws: (any Error).self) {
        try place.run(
          """
          INSERT INTO \(place.ledger("ledger")) (migration, digest, phase, step, applied_at_us)
          SELECT migration, digest, phase, step, 1 FROM \(place.ledger("ledger"))
          """)
      }
      #expect(try place.value("SELECT count(*) FROM \(place.ledger("ledger"))") == "1")
    }
  }

  @Test(arguments: Engine.allCases)
  func `what a trigger keeps from the ledger is not done`(engine: Engine) async throws {
    for trigger in ["ledger INSERT", "schema UPDATE", "backfill INSERT", "ledger UPDATE"] {
      let words = trigger.split(separator: " ").map { String($0) }
      try await engine.with(Sample.people) { place in
        let target = try place.target()
        _ = try await target.apply(Sample.add)
        try place.run(
          engine.pick(
            sqlite: "CREATE TRIGGER harm BEFORE \(words[1]) ON migrated_\(words[0]) BEGIN SELECT RAISE(IGNORE); END",
            postgresql: """
              CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
              CREATE TRIGGER harm BEFORE \(words[1]) ON migrated.\(words[0])
                FOR EACH ROW EXECUTE FUNCTION nothing()
              """))
        await #expect(
          throws: TargetError.ledger(
            "\(place.ledger) does not keep what is written to it: look for triggers on its tables, and drop them"),
          "\(trigger)"
        ) {
          switch trigger {
          case "backfill INSERT":
            _ = try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: tie, limit: 5)
          case "ledger UPDATE": _ = try await target.undo(Sample.drop, as: Sample.undo, tied: tie)
          default: _ = try await target.apply(script("CREATE TABLE later (x INTEGER)"), as: step(.contract), to: 3)
          }
        }
        #expect(try place.columns(of: "later").isEmpty, "\(trigger)")
        #expect(try place.columns(of: "people").count == 3, "\(trigger)")
        #expect(try place.value("SELECT count(full_name) FROM people") == "0", "\(trigger)")
        #expect(try place.value("SELECT count(*) FROM \(place.ledger("ledger"))") == "1", "\(trigger)")
      }
    }
  }
}
