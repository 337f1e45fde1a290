import MigrationPhases
import MigrationTargets
import Synchronization
import Testing

@Suite struct ApplyTests {
  @Test(arguments: Engine.allCases)
  func `a script is applied in its order, each statement announced, with its proof`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      let seen = Mutex<[Int]>([])
      let proof = try await target.apply(
        script(
          "ALTER TABLE people ADD COLUMN full_name TEXT;", "UPDATE people SET full_name = name",
          "CREATE INDEX by_name ON people (full_name)"),
        as: step(.expand), raisingTo: 2, tied: tie
      ) { note in
        if case .begins(let statement) = note { seen.withLock { $0.append(statement.ordinal) } }
      }
      #expect(proof == .done(SchemaVersions(current: 2, oldestSupported: 0)))
      #expect(seen.withLock { $0 } == [1, 2, 3])
      #expect(try place.columns(of: "people") == ["id", "name", "full_name"])
      #expect(try place.value("SELECT count(full_name) FROM people") == "3")
      #expect(try await target.ledger(of: "add-full-name")?.has(.expand, "apply") == true)
    }
  }

  @Test(arguments: Engine.allCases)
  func `applying again changes nothing, whoever asks`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let insert = script("INSERT INTO people VALUES (4, 'x')")
      #expect(try await place.target().apply(insert) != .alreadyDone)
      let ledger = try place.rows("SELECT * FROM \(place.ledger("ledger"))")
      #expect(try await place.target().apply(insert, to: 9) == .alreadyDone)
      #expect(try place.value("SELECT count(*) FROM people") == "4")
      #expect(try place.rows("SELECT * FROM \(place.ledger("ledger"))") == ledger)
      #expect(try await place.target().observe().versions == SchemaVersions(current: 2, oldestSupported: 0))
    }
  }

  @Test(arguments: Engine.allCases)
  func `an error in a later statement takes back the earlier ones and the ledger`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      let seen = Mutex<[Int]>([])
      let statements = script(
        "ALTER TABLE people ADD COLUMN a INTEGER", "DELETE FROM people", "SELECT 'é',\n    absent FROM people",
        "DROP TABLE people")
      let error = await #expect(throws: TargetError.self) {
        try await target.apply(statements, as: step(.expand), raisingTo: 2, tied: tie) { note in
          if case .begins(let statement) = note { seen.withLock { $0.append(statement.ordinal) } }
        }
      }
      #expect(
        error?.description
          == engine.pick(
            sqlite: "expand.sql:3:1: no such column: absent (1)",
            postgresql: "expand.sql:4:5: column \"absent\" does not exist (42703)"))
      #expect(seen.withLock { $0 } == [1, 2, 3])
      #expect(try place.columns(of: "people") == ["id", "name"])
      #expect(try place.value("SELECT count(*) FROM people") == "3")
      #expect(try await target.ledger(of: "add-full-name") == nil)
      #expect(try !place.hasLedger())
    }
  }

  @Test(arguments: Engine.allCases)
  func `a statement that would end the transaction, or reach for the ledger, leaves nothing`(
    engine: Engine
  ) async throws {
    for sql in ["COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT s", "DELETE", "UPDATE", "DROP"] {
      try await engine.with(Sample.people) { place in
        let target = try place.target()
        _ = try await target.apply([], as: step(.expand, of: "other"))
        let ledger = try place.rows("SELECT * FROM \(place.ledger("ledger"))")
        let harm =
          switch sql {
          case "DELETE": "DELETE FROM \(place.ledger("ledger"))"
          case "UPDATE": "UPDATE \(place.ledger("schema")) SET current = 9"
          case "DROP": "DROP TABLE \(place.ledger("backfill"))"
          default: sql
          }
        let statements = script("INSERT INTO people VALUES (4, 'x')", harm)
        let error = await #expect(throws: TargetError.self, "\(sql)") { try await target.apply(statements) }
        guard case .statement(_, _, statements[1]) = error else {
          Issue.record("\(sql): \(String(describing: error))")
          return
        }
        #expect(try place.value("SELECT count(*) FROM people") == "3", "\(sql)")
        #expect(try place.rows("SELECT * FROM \(place.ledger("ledger"))") == ledger, "\(sql)")
        #expect(try await target.observe().versions.current == 2, "\(sql)")
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `expand raises what is offered, contract the oldest that fits, and neither is lowered`(
    engine: Engine
  ) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      func versions(_ current: Int, _ oldest: Int) -> StepProof {
        .done(SchemaVersions(current: current, oldestSupported: oldest))
      }
      #expect(try await target.apply([], to: 5) == versions(5, 0))
      #expect(try await target.apply([], as: step(.expand, of: "older"), to: 3) == versions(5, 0))
      #expect(try await target.apply([], as: step(.contract), to: 5) == versions(5, 5))
      #expect(try await target.apply([], as: step(.contract, of: "older"), to: 3) == versions(5, 5))
      #expect(try await target.observe().versions == SchemaVersions(current: 5, oldestSupported: 5))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a plan with another digest is refused`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      _ = try await target.apply(script("CREATE TABLE b (x INTEGER)"))
      let other = StepKey(
        migration: "add-full-name", digest: String(repeating: "ff", count: 32), phase: .contract, step: "apply")
      await #expect(
        throws: TargetError.ledger(
          "\(place.ledger) has add-full-name with digest a1a1a1a1a1a1, not ffffffffffff; a plan does not change once it "
            + "was applied: register the changed one under a new name")
      ) { try await target.apply(script("DROP TABLE b"), as: other) }
      #expect(try place.value("SELECT count(*) FROM b") == "0")
    }
  }
}
