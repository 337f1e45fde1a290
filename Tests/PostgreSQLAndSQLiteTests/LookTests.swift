import MigrationPhases
import MigrationTargets
import Testing

/// What a target says of its database, and that saying it changes nothing.
@Suite struct LookTests {
  @Test(arguments: Engine.allCases)
  func `a look says the time there, the ledger, the versions and the schema`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      #expect(target.name == "app")
      let clock = engine.pick(
        sqlite: "SELECT CAST(strftime('%s', 'now') AS INTEGER)",
        postgresql: "SELECT floor(extract(epoch FROM clock_timestamp()))::bigint")
      let began = try #require(Int64(try place.value(clock) ?? ""))
      let before = try await target.observe()
      let ended = try #require(Int64(try place.value(clock) ?? ""))
      #expect((began...ended).contains(before.now.microseconds / 1_000_000))
      #expect(before.latency > .zero && before.latency < .seconds(600))
      #expect(before.ledger == nil && before.versions == SchemaVersions(current: 0, oldestSupported: 0))
      #expect(before.schemaFingerprint.wholeMatch(of: /[0-9a-f]{64}/) != nil)
      let version = before.engine.dropFirst(engine.rawValue.count)
      #expect(before.engine.hasPrefix(engine.rawValue))
      #expect(version.wholeMatch(of: /\ \d+(\.\d+)*(beta\d|rc\d|devel)?/) != nil, "\(before.engine)")
      _ = try await target.apply(Sample.add)
      let after = try await target.observe()
      #expect(after.ledger == LedgerIdentity(id: "this-ledger", journal: "this-journal"))
      #expect(after.versions == SchemaVersions(current: 2, oldestSupported: 0))
      #expect(after.schemaFingerprint != before.schemaFingerprint)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a glance says what a look says, without the schema`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      _ = try await target.apply([])
      var look = try await target.observe()
      let glance = try await target.glance()
      #expect(look.schemaFingerprint.count == 64 && glance.schemaFingerprint == "")
      (look.now, look.latency, look.schemaFingerprint) = (glance.now, glance.latency, "")
      #expect(glance == look && glance.versions.current == 2)
    }
  }

  @Test(arguments: Engine.allCases)
  func `what cannot be reached says so, whatever is asked`(engine: Engine) async throws {
    let target = try engine.nowhere()
    let asked: [@Sendable () async throws -> Void] = [
      { _ = try await target.observe() }, { _ = try await target.glance() },
      { _ = try await target.ledger(of: "add-full-name") }, { _ = try await target.schema() },
      { _ = try await target.apply(Sample.add) },
      { _ = try await target.undo(Sample.drop, as: Sample.undo, tied: tie) },
      { _ = try await target.verify(query("SELECT 1")) }, { _ = try await target.count(query("SELECT 1")) },
      { _ = try await target.prepareBackfill(Sample.fill, of: Sample.rows) },
      { _ = try await target.adopt(tie) },
    ]
    for (number, ask) in asked.enumerated() {
      let error = await #expect(throws: TargetError.self, "\(number)") { try await ask() }
      guard case .unreachable = error else {
        Issue.record("\(number): \(String(describing: error))")
        continue
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `looking makes no ledger`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      #expect(try await target.ledger(of: "add-full-name") == nil)
      _ = try await target.observe()
      _ = try await target.glance()
      _ = try await target.schema()
      _ = try await target.verify(query("SELECT 1"))
      _ = try await target.count(query("SELECT 1"))
      #expect(try !place.hasLedger())
    }
  }

  @Test(arguments: Engine.allCases)
  func `the schema is without the ledger, and so is its fingerprint`(engine: Engine) async throws {
    try await engine.with(Sample.people + "CREATE INDEX by_name ON people (name);") { place in
      let target = try place.target()
      let (schema, look) = (try await target.schema(), try await target.observe())
      #expect(schema.count(where: { $0.contains("people") }) >= 2 && schema.contains { $0.contains("by_name") })
      _ = try await target.apply([])
      #expect(try place.hasLedger())
      #expect(try await target.schema() == schema)
      #expect(try await target.observe().schemaFingerprint == look.schemaFingerprint)
      try place.run("DROP INDEX by_name")
      #expect(try await target.schema() == schema.filter { !$0.contains("by_name") })
      #expect(try await target.observe().schemaFingerprint != look.schemaFingerprint)
    }
  }

  @Test(arguments: Engine.allCases)
  func `the ledger knows the migrations that were here, and no others`(engine: Engine) async throws {
    try await engine.with(Sample.people) { place in
      let target = try place.target()
      _ = try await target.apply(Sample.add)
      let record = try #require(try await target.ledger(of: "add-full-name"))
      #expect(record.digest == digest && record.backfill == nil && record.stands)
      #expect(record.entries.map(\.phase) == [.expand] && record.entries.map(\.step) == ["apply"])
      #expect(record.entries.map(\.undone) == [false])
      #expect(record.entries.map(\.origin) == [LedgerRecord.Origin(journal: "this-journal")])
      let now = try await target.glance().now
      #expect(record.entries[0].appliedAt <= now && now - record.entries[0].appliedAt < .seconds(600))
      #expect(try await place.target().ledger(of: "add-full-name") == record)
      #expect(try await target.ledger(of: "other") == nil)
    }
  }
}
