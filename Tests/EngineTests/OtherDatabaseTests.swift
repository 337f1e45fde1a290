import Glibc
import MigrationPhases
import MigrationSQLite
import MigrationStore
import MigrationTargets
import Testing

@testable import MigrationEngine

@Suite("A database that is not the target's")
struct OtherDatabaseTests {
  private static let two = [(name: "s1", environment: "staging"), (name: "s2", environment: "staging")]

  /// Expand is complete on both.
  private func shop(upTo phase: Phase = .expand) async throws -> Shop {
    let shop = try await Shop(targets: Self.two)
    try await shop.register(shop.plan())
    for target in ["s1", "s2"] { try await shop.reach(phase, target) }
    return shop
  }

  private func gate(_ shop: Shop) async throws -> Gate {
    let gates = try await shop.engine.why(migration: "add-full-name", target: "s1").gates
    return try #require(gates.first { $0.kind == .ledger })
  }

  @Test("is told by the gate, with both ids, whose it is by the record, and the way out")
  func swapped() async throws {
    let shop = try await shop()
    let (first, second) = (try shop.ledger("s1"), try shop.ledger("s2"))
    try shop.swap("s1", "s2")
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .backfill)) }
    #expect(error?.unmet == ["ledger "])
    let gate = try await gate(shop)
    #expect(
      gate.message
        == "the target's ledger disagrees with the record: the database's ledger is \(second), the one on record for s1 "
        + "is \(first); this is the database on record as s2, or a copy of it")
    #expect(
      gate.remedy
        == "correct the path of s1 in the configuration; or, if this is to be the database of s1 as it is: "
        + "migratectl adopt s1 --reason TEXT")
    #expect(gate.who == "admin")
    let looks = await shop.engine.targets()
    #expect(looks.map { $0.objection?.contains("on record as") } == [true, true])
    try shop.swap("s1", "s2")
    #expect(try await self.gate(shop).holds)
    #expect(await shop.engine.targets().allSatisfy { $0.objection == nil })
  }

  @Test("is told too where it has no ledger at all")
  func bare() async throws {
    let shop = try await shop()
    let first = try shop.ledger("s1")
    for table in ["migrated_schema", "migrated_ledger", "migrated_backfill", "migrated_lease"] {
      try shop.ask("s1", "DROP TABLE \(table)")
    }
    let message = try await gate(shop).message
    #expect(message.hasSuffix("the database has no ledger, the one on record for s1 is \(first)"))
  }

  @Test("halts what was queued when it came, before anything is done to it", arguments: [Phase.backfill, .switch])
  func queued(_ phase: Phase) async throws {
    let shop = try await shop(upTo: phase == .backfill ? .expand : .backfill)
    try await shop.command(.advance(to: phase))
    try shop.swap("s1", "s2")
    await shop.work()
    #expect(try shop.state() == .halted(.phase(phase), .gatesUnmet))
    #expect(shop.deployed.isEmpty)
  }

  @Test("that comes while work is under way is not written to")
  func underWay() async throws {
    let shop = try await shop()
    try await shop.command(.advance(to: .backfill))
    let claim = try #require(try await shop.engine.claim())
    try shop.swap("s1", "s2")
    let end = try await shop.perform(claim)
    #expect(end.outcome == .failed(attempt: 2, .ledgerWentBack))
    #expect(
      end.detail?.contains("this is the database on record as s2, or a copy of it; correct the path of s1") == true)
    for target in ["s1", "s2"] { #expect(try shop.ask(target, "SELECT count(full_name) FROM Customer") == "0") }
  }

  @Test("gets no restore point, and no program runs for it")
  func readingSteps() async throws {
    let shop = try await shop(upTo: .switch)
    let deployed = shop.deployed
    shop.clock.pass(days: 15)
    for (command, phase) in [
      (Command.advance(to: .contract), Activity.phase(.contract)), (.rollback, .rollback(of: .switch)),
    ] {
      try await shop.command(command, phase == .phase(.contract) ? "s1" : "s2")
      let claim = try #require(try await shop.engine.claim())
      #expect(claim.activity == phase)
      try shop.swap("s1", "s2")
      let end = try await shop.perform(claim)
      #expect(end.outcome == .failed(attempt: claim.attempt, .ledgerWentBack))
      try shop.swap("s1", "s2")
    }
    #expect(try shop.journal.read { try $0.restorePoints(ofRollout: 1) }.isEmpty)
    #expect(shop.deployed == deployed)
  }

  @Test("is not rolled back in the other's place")
  func rollback() async throws {
    let shop = try await shop()
    try shop.swap("s1", "s2")
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .halted(.rollback(of: .expand), .ledgerWentBack))
    #expect(try shop.columns("s1") == "id FirstName LastName full_name")
    try shop.swap("s1", "s2")
    try await shop.command(.retry)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.columns("s2") == "id FirstName LastName full_name")
  }

  @Test("is noticed before the first step too: a ledger that is not on record is nobody's by default")
  func firstContact() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    let target = shop.topology.entries[0].target
    let tie = LedgerTie(journal: "another", ledger: "theirs", isNew: true)
    _ = try await target.adopt(tie)
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .expand)) }
    #expect(error?.unmet == ["ledger "])
    #expect(
      try await gate(shop).message.hasSuffix(
        "the database's ledger is theirs, and none is on record for s1; it is kept by another journal, another"))
  }

  @Test("is not what a ledger from before ledgers knew is: that one is taken at first sight, once")
  func older() async throws {
    let shop = try await shop()
    try shop.journal.decide { transaction in
      let at = try transaction.highWater() ?? shop.clock.now
      for target in ["s1", "s2"] {
        for key in ["ledger/", "ledger-next/"] { try transaction.setFact(key + target, nil, at: at) }
      }
    }
    for target in ["s1", "s2"] { try shop.ask(target, "UPDATE migrated_schema SET journal = NULL") }
    #expect(try await gate(shop).holds)
    let entry = try #require(try shop.journal.read { try $0.lastHistory() })
    #expect(entry.event == "fact" && entry.target == "s1")
    #expect(entry.detail == #"{"key":"ledger/s1","value":"\#(try shop.ledger("s1"))"}"#)
    try shop.swap("s1", "s2")
    #expect(try await !gate(shop).holds)
    let other = try await shop.engine.why(migration: "add-full-name", target: "s2").gates.first { $0.kind == .ledger }
    #expect(other?.message.contains("this is the database on record as s1, or a copy of it") == true)
  }

  @Test("is noticed where a link is turned to it")
  func link() async throws {
    let shop = try await shop()
    for name in ["s1", "s2"] {
      try shop.ask(name, "PRAGMA wal_checkpoint(TRUNCATE)")
      #expect(rename("\(shop.folder)/\(name).db", "\(shop.folder)/\(name)-real.db") == 0)
      for end in ["-wal", "-shm"] { unlink("\(shop.folder)/\(name).db\(end)") }
      #expect(symlink("\(shop.folder)/\(name)-real.db", "\(shop.folder)/\(name).db") == 0)
    }
    #expect(try await gate(shop).holds)
    unlink("\(shop.folder)/s1.db")
    #expect(symlink("\(shop.folder)/s2-real.db", "\(shop.folder)/s1.db") == 0)
    #expect(try await !gate(shop).holds)
  }
}

extension Shop {
  /// Carries out a claim and reports it, as the worker does.
  func perform(_ claim: Claim) async throws -> PerformanceEnd {
    let performance = Performance(claim: claim, engine: engine, places: worker.places, runCommand: worker.runCommand)
    let end = try await performance.end()
    try await engine.end(claim, end)
    return end
  }
}
