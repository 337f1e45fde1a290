import MigrationPhases
import MigrationTargets
import Testing

@Suite struct UndoTests {
  private func expanded(_ engine: Engine, _ body: (Place, any Target) async throws -> Void) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      _ = try await target.apply(Sample.add)
      try await body(place, target)
    }
  }

  @Test(arguments: Engine.allCases)
  func `undo runs the script, keeps the row as undone and lowers the version`(engine: Engine) async throws {
    try await expanded(engine) { place, target in
      #expect(try await target.ledger(of: "add-full-name")?.has(.expand, "apply") == true)
      #expect(
        try await target.undo(Sample.drop, as: Sample.undo, tied: tie)
          == .done(SchemaVersions(current: 0, oldestSupported: 0)))
      #expect(try place.columns(of: "people") == ["id", "name"])
      let record = try #require(try await target.ledger(of: "add-full-name"))
      #expect(record.entries.map(\.undone) == [true] && !record.has(.expand, "apply") && !record.stands)
      #expect(try await target.observe().versions == SchemaVersions(current: 0, oldestSupported: 0))
      #expect(
        try place.value(
          "SELECT count(*) FROM \(place.ledger("ledger")) WHERE undone_at_us >= applied_at_us") == "1")
    }
  }

  @Test(arguments: Engine.allCases)
  func `undo of what is undone, or never was, changes nothing`(engine: Engine) async throws {
    try await expanded(engine) { place, target in
      _ = try await target.undo(Sample.drop, as: Sample.undo, tied: tie)
      let before = try place.rows("SELECT * FROM \(place.ledger("ledger"))")
      #expect(try await target.undo(Sample.drop, as: Sample.undo, tied: tie) == .alreadyDone)
      let never = step(.expand, "undo", of: "never-heard-of")
      #expect(try await target.undo(script("DROP TABLE people"), as: never, tied: tie) == .alreadyDone)
      #expect(try place.value("SELECT count(*) FROM people") == "3")
      #expect(try place.rows("SELECT * FROM \(place.ledger("ledger"))") == before)
    }
  }

  @Test(arguments: Engine.allCases)
  func `undo on a database without a ledger makes none`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let proof = try await place.target().undo(script("DROP TABLE people"), as: Sample.undo, tied: tie)
      #expect(proof == .alreadyDone)
      #expect(try !place.hasLedger())
      #expect(try place.value("SELECT count(*) FROM people") == "3")
    }
  }

  @Test(arguments: Engine.allCases)
  func `an undo that fails leaves everything as it was`(engine: Engine) async throws {
    try await expanded(engine) { place, target in
      let before = try place.columns(of: "people")
      let error = await #expect(throws: TargetError.self) {
        try await target.undo(
          Sample.drop + script("nonsense", file: "rollback.sql"), as: Sample.undo, tied: tie)
      }
      guard case .statement = error else {
        Issue.record("not about a statement: \(String(describing: error))")
        return
      }
      #expect(try place.columns(of: "people") == before && before.last == "full_name")
      #expect(try await target.ledger(of: "add-full-name")?.has(.expand, "apply") == true)
      #expect(try await target.observe().versions.current == 2)
    }
  }

  @Test(arguments: Engine.allCases)
  func `what was undone can be applied again with the same digest`(engine: Engine) async throws {
    try await expanded(engine) { _, target in
      _ = try await target.undo(Sample.drop, as: Sample.undo, tied: tie)
      #expect(try await target.apply(Sample.add) == .done(SchemaVersions(current: 2, oldestSupported: 0)))
      #expect(try await target.ledger(of: "add-full-name")?.entries.map(\.undone) == [true, false])
    }
  }

  @Test(arguments: Engine.allCases)
  func `undo lowers to what still stands`(engine: Engine) async throws {
    try await expanded(engine) { _, target in
      _ = try await target.apply([], as: step(.expand, of: "third"), to: 3)
      _ = try await target.apply([], as: step(.expand, of: "fifth"), to: 5)
      func undo(_ migration: String) async throws -> StepProof {
        try await target.undo([], as: step(.expand, "undo", of: migration), tied: tie)
      }
      #expect(try await undo("third") == .done(SchemaVersions(current: 5, oldestSupported: 0)))
      #expect(try await undo("fifth") == .done(SchemaVersions(current: 2, oldestSupported: 0)))
      #expect(try await target.observe().versions.current == 2)
    }
  }

  @Test(arguments: Engine.allCases)
  func `undo refuses to go over contract`(engine: Engine) async throws {
    try await expanded(engine) { place, target in
      let proof = try await target.apply(script("ALTER TABLE people DROP COLUMN name"), as: step(.contract))
      #expect(proof == .done(SchemaVersions(current: 2, oldestSupported: 2)))
      await #expect(
        throws: TargetError.ledger(
          "\(place.ledger) has contract of add-full-name: undoing expand does not bring back what it took")
      ) { try await target.undo(Sample.drop, as: Sample.undo, tied: tie) }
      #expect(try place.columns(of: "people") == ["id", "full_name"])
    }
  }

  @Test(arguments: Engine.allCases)
  func `undo refuses where a backfill stands without its expand`(engine: Engine) async throws {
    try await expanded(engine) { place, target in
      _ = try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: tie, limit: 1)
      try place.run("DELETE FROM \(place.ledger("ledger")) WHERE phase = 'expand'")
      await #expect(
        throws: TargetError.ledger(
          "\(place.ledger) has a backfill of add-full-name and no expand; it was altered by hand")
      ) { try await target.undo([], as: Sample.undo, tied: tie) }
    }
  }

  @Test(arguments: Engine.allCases)
  func `undo forgets how far a backfill was`(engine: Engine) async throws {
    try await expanded(engine) { place, target in
      _ = try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: tie, limit: 2)
      _ = try await target.undo(Sample.drop, as: Sample.undo, tied: tie)
      #expect(try await target.ledger(of: "add-full-name")?.stands == false)
      #expect(try place.value("SELECT count(*) FROM \(place.ledger("backfill"))") == "0")
      _ = try await target.apply(Sample.add)
      let batch = try await target.backfillBatch(Sample.fill, of: Sample.rows, tied: tie, limit: 9)
      #expect(batch.rowsWritten == 3 && batch.isFinished)
      #expect(try place.value("SELECT count(*) FROM people WHERE full_name = name") == "3")
    }
  }
}
