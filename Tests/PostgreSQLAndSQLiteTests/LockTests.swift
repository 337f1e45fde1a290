import MigrationTargets
import Testing

@Suite struct LockTests {
  private let make = script("CREATE TABLE b (x INTEGER)", "ALTER TABLE people ADD COLUMN a INTEGER")

  @Test(arguments: Engine.allCases)
  func `a lock that is not given within its bound is an answer, and nothing stays`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      try await place.locking("people") {
        let error = await #expect(throws: TargetError.self) { try await target.apply(make) }
        guard case .locked(let text) = error else {
          Issue.record("not locked: \(String(describing: error))")
          return
        }
        #expect(text.contains("nothing of the transaction was applied"), "\(text)")
      }
      #expect(try !place.hasLedger())
      #expect(try place.columns(of: "b").isEmpty && place.columns(of: "people") == ["id", "name"])
      #expect(try await target.apply(make) != .alreadyDone)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a batch that does not get its lock is an answer, and nothing stays`(engine: Engine) async throws {
    try await engine.with(Backfill.table(engine)) { place in
      let target = try place.target()
      try await place.locking("t") {
        let error = await #expect(throws: TargetError.self) {
          try await target.backfillBatch(Backfill.fill(), of: Sample.rows, tied: tie, limit: 8)
        }
        guard case .locked = error else {
          Issue.record("not locked: \(String(describing: error))")
          return
        }
      }
      #expect(try place.value("SELECT count(*) FROM writes") == "0")
      #expect(try !place.hasLedger())
    }
  }

  @Test(arguments: Engine.allCases)
  func `a step that waits for a lock can be cancelled, and looks go through meanwhile`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target(isPatient: true)
      try await place.locking("people") {
        let task = Task { try await target.apply(make) }
        let (ledger, glance) = (try await target.ledger(of: "add-full-name"), try await target.glance())
        #expect(ledger == nil && glance.versions.current == 0)
        task.cancel()
        await #expect(throws: TargetError.cancelled) { try await task.value }
      }
      #expect(try !place.hasLedger())
      #expect(try place.columns(of: "b").isEmpty && place.columns(of: "people") == ["id", "name"])
    }
  }
}
