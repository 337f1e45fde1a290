import MigrationPhases
import MigrationStore
import MigrationTargets
import Testing

@testable import MigrationEngine

@Suite("Adopting a database")
struct AdoptingTests {
  private static let reason = "refreshed from production on Monday"

  private func adopt(_ shop: Shop, _ target: String = "s1") async throws -> Adoption {
    try await shop.engine.adopt(target, reason: Self.reason, by: bob)
  }

  private func gate(_ shop: Shop, _ target: String = "s1") async throws -> Gate {
    let gates = try await shop.engine.why(migration: "add-full-name", target: target).gates
    return try #require(gates.first { $0.kind == .ledger })
  }

  private func last(_ shop: Shop) throws -> HistoryEntry {
    try #require(try shop.journal.read { try $0.lastHistory() })
  }

  @Test("a staging database that was refreshed from production goes on from where production is")
  func refreshed() async throws {
    let shop = try await Shop(targets: [("s1", "staging"), ("s2", "staging")])
    try await shop.register(shop.plan())
    try await shop.reach(.expand, "s2")
    try shop.refresh("s1", from: "s2")
    #expect(try await !gate(shop).holds)
    let theirs = try shop.ledger("s2")
    let adoption = try await adopt(shop)
    #expect(adoption.before == nil && adoption.found == theirs && adoption.alsoOf == "s2" && adoption.entries == 1)
    #expect(adoption.versions == SchemaVersions(current: 2, oldestSupported: 0))
    #expect(try shop.ledger("s1") == adoption.ledger && adoption.ledger != theirs)
    let entry = try last(shop)
    #expect(entry.event == "adopted" && entry.target == "s1" && entry.actor.user == "bob")
    #expect(entry.detail.contains(Self.reason) && entry.detail.contains(theirs))
    // The ledger proves expand; its gates are asked all the same, and nothing is done again.
    try await shop.reach(.backfill)
    #expect(try shop.state() == .completed(.backfill))
    #expect(
      try shop.journal.read { try $0.allSteps(ofRollout: 1) }.first?.detail == "the ledger has it already")
    #expect(try await gate(shop, "s2").holds)
    #expect(try await shop.verification.verify().isSound)
  }

  @Test("what the database does not bear out stays unmet, and rolling back is the way out")
  func notBorneOut() async throws {
    let shop = try await Shop(targets: [("s1", "staging"), ("s2", "staging")])
    try await shop.register(shop.plan())
    try await shop.reach(.backfill, "s1")
    try await shop.reach(.expand, "s2")
    try shop.refresh("s1", from: "s2")
    let before = try await adopt(shop).before
    #expect(before?.isEmpty == false)
    #expect(
      try await gate(shop).message
        == "the target's ledger disagrees with the record: backfill is on record as complete, but the database does not "
        + "have it; was it restored?")
    try await shop.command(.rollback)
    await shop.work()
    #expect(try shop.state() == .rolledBack)
    #expect(try shop.columns("s1") == "id FirstName LastName")
  }

  @Test("a journal that was lost takes over what the ledger proves, and the waiting period starts anew")
  func lostJournal() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.switch)
    try await shop.restart(over: "new.sqlite")
    try await shop.register(shop.plan())
    shop.clock.pass(days: 20)
    #expect(try await !gate(shop).holds)
    #expect(try await adopt(shop).entries == 2)
    for phase in [Phase.expand, .backfill, .switch] {
      try await shop.command(.advance(to: phase))
      await shop.work()
    }
    #expect(try shop.state() == .completed(.switch))
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .contract)) }
    #expect(error?.unmet == ["waitingPeriod "])
    try await shop.reach(.contract)
    #expect(try shop.state() == .completed(.contract))
  }

  @Test("the journal that was lost, and came back, no longer has the database")
  func fenced() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try await shop.restart(over: "new.sqlite")
    _ = try await adopt(shop)
    try await shop.restart(over: "journal.sqlite")
    let error = await #expect(throws: EngineError.self) { try await shop.command(.advance(to: .backfill)) }
    #expect(error?.unmet == ["ledger "])
  }

  @Test("a journal that was restored from an older copy takes over what was done since")
  func restoredJournal() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try shop.copyJournal(to: "older.sqlite")
    try await shop.reach(.backfill)
    try await shop.restart(over: "older.sqlite")
    #expect(try await !gate(shop).holds)
    _ = try await adopt(shop)
    try await shop.reach(.backfill)
    #expect(try shop.state() == .completed(.backfill))
  }

  @Test("a database without a ledger gets one")
  func bare() async throws {
    let shop = try await Shop(targets: Shop.one)
    let adoption = try await adopt(shop)
    #expect(adoption.before == nil && adoption.found == nil && adoption.entries == 0)
    #expect(try shop.ledger("s1") == adoption.ledger)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    #expect(try shop.state() == .completed(.expand))
  }

  @Test("that contract is in the database keeps a rollback away though it is not on record")
  func contracted() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.contract)
    try await shop.restart(over: "new.sqlite")
    try await shop.register(shop.plan())
    _ = try await adopt(shop)
    try await shop.command(.advance(to: .expand))
    await shop.work()
    let error = await #expect(throws: EngineError.self) { try await shop.command(.rollback) }
    #expect(error?.refusal == .pastTheWayBack)
  }

  @Test("is refused while work is under way on the target, and that is on record")
  func busy() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.command(.advance(to: .expand))
    let claim = try #require(try await shop.engine.claim())
    let error = await #expect(throws: EngineError.self) { try await adopt(shop) }
    guard case .targetBusy("s1", "add-full-name", .running(.phase(.expand), attempt: 1))? = error else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    let entry = try last(shop)
    #expect(entry.event == "refused" && entry.target == "s1" && entry.actor.user == "bob")
    #expect(entry.detail.contains("targetBusy") && entry.detail.contains("add-full-name is running(expand, 1)"))
    #expect(try shop.ask("s1", "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrated%'") == "0")
    #expect(try await shop.perform(claim).outcome == .finished(attempt: 1))
    #expect(try await adopt(shop).entries == 1)
  }

  @Test(
    "is refused without a reason, of an unknown target, and where the database cannot be written; that is on record",
    arguments: [("s1", " ", "invalidArgument"), ("s9", reason, "noSuchTarget"), ("p1", reason, "targetFailed")])
  func refused(target: String, reason: String, code: String) async throws {
    let shop = try await Shop()
    let lock = try shop.lock("p1")
    await #expect(throws: EngineError.self) { try await shop.engine.adopt(target, reason: reason, by: bob) }
    let entry = try last(shop)
    #expect(entry.event == "refused" && entry.target == target)
    #expect(entry.detail.contains(#""code":"\#(code)""#) && entry.detail.contains(#""command":"adopt""#))
    try lock.run("ROLLBACK")
    // Nothing stays behind of it.
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    try await shop.reach(.expand, "p1")
    #expect(try shop.state("p1") == .completed(.expand))
  }

  @Test("that ended in the target and not on record is known again")
  func interrupted() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.expand)
    let journal = try #require(try shop.journal.read { try $0.fact("journal") })
    try shop.journal.decide {
      try $0.setFact("ledger-next/s1", "the-new-one", at: try $0.highWater() ?? shop.clock.now)
    }
    _ = try await shop.topology.entries[0].target.adopt(
      LedgerTie(journal: journal, ledger: "the-new-one", isNew: true))
    #expect(try await gate(shop).holds)
    #expect(try last(shop).detail == #"{"key":"ledger/s1","value":"the-new-one"}"#)
    try await shop.reach(.backfill)
    #expect(try shop.state() == .completed(.backfill))
  }
}
