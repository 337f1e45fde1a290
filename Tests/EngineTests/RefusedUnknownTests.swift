import MigrationPhases
import MigrationPlan
import MigrationStore
import Testing

@testable import MigrationEngine

/// What is refused before it comes to a rollout is on record too, so many times a minute.
@Suite("What is refused before it comes to a rollout")
struct RefusedUnknownTests {
  private func shop() async throws -> Shop {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    return shop
  }

  private func refusals(_ shop: Shop) throws -> [HistoryEntry] {
    try shop.journal.read { try $0.history(HistoryFilter()) }.filter { $0.event == "refused" }
  }

  @Test("is on record with who asked, what for, why not, and the names as they were asked for")
  func names() async throws {
    let shop = try await shop()
    await #expect(throws: EngineError.self) {
      try await shop.engine.command(.advance(to: nil), migration: "nosuch", target: "s9", note: "why", by: bob)
    }
    await #expect(throws: EngineError.self) {
      try await shop.engine.command(.pause, migration: "add-full-name", target: nil, by: alice)
    }
    await #expect(throws: EngineError.self) {
      try await shop.engine.approve(.expand, migration: "add-full-name", target: "s9", comment: nil, by: bob)
    }
    await #expect(throws: EngineError.self) {
      try await shop.engine.signOff(
        "coffee", migration: "add-full-name", target: "p1", evidence: "made", expiresIn: nil, by: alice)
    }
    await #expect(throws: EngineError.self) { try await shop.engine.freeze(reason: " ", by: alice) }
    try await shop.engine.refuse("freeze", needed: "admin", migration: nil, target: nil, by: bob)
    let lines = try refusals(shop).map { entry in
      "\(entry.actor.user) \(entry.migration ?? "-") \(entry.target ?? "-") \(entry.detail)"
    }
    let items = Policy.usualChecklist.sorted().joined(separator: ", ")
    #expect(
      lines == [
        #"bob nosuch s9 {"code":"noSuchMigration","command":"advance","note":"why"}"#,
        #"alice add-full-name - {"code":"ambiguousTarget","command":"pause"}"#,
        #"bob add-full-name s9 {"code":"noSuchTarget","command":"approve"}"#,
        #"alice add-full-name p1 {"code":"invalidArgument","command":"sign-off","why":"item: 'coffee' is on no "#
          + #"checklist; items: \#(items)"}"#,
        #"alice - - {"code":"invalidArgument","command":"freeze","why":"reason: say why, for those who find it frozen"}"#,
        #"bob - - {"code":"notPermitted","command":"freeze","needed":"admin"}"#,
      ])
    let report = try await shop.verification.verify()
    #expect(report.isSound, "\(report)")
  }

  @Test("a name without end is cut")
  func longName() async throws {
    let shop = try await shop()
    let name = String(repeating: "e\u{301}", count: 5_000)
    await #expect(throws: EngineError.self) {
      try await shop.engine.command(.cancel, migration: name, target: nil, by: bob)
    }
    let kept = try #require(try refusals(shop).last?.migration)
    #expect(kept.unicodeScalars.count == 200 && kept.hasSuffix("…"))
  }

  private func ask(_ shop: Shop, _ times: Int, by actor: RecordedActor = bob) async {
    for _ in 0..<times {
      await #expect(throws: EngineError.self) {
        try await shop.engine.command(.cancel, migration: "nosuch", target: nil, by: actor)
      }
    }
  }

  @Test("thirty a minute are on record for each user, and one line says afterwards how many were left out")
  func flood() async throws {
    let shop = try await shop()
    await ask(shop, 75)
    await ask(shop, 1, by: alice)
    #expect(try refusals(shop).count == 31)
    try await shop.engine.tellLeftOut()
    #expect(try refusals(shop).count == 31)
    shop.clock.pass(seconds: 60)
    try await shop.engine.tellLeftOut()
    try await shop.engine.tellLeftOut()
    let entries = try refusals(shop)
    #expect(entries.count == 32)
    #expect(entries.last?.actor == bob)
    #expect(entries.last?.detail.contains(#""code":"leftOut","leftOut":"45""#) == true, "\(entries)")
    await ask(shop, 31)
    #expect(try refusals(shop).count == 62)
    // The next one of anybody tells of it, and so does a stop.
    shop.clock.pass(seconds: 61)
    await ask(shop, 1, by: alice)
    #expect(try refusals(shop).suffix(2).first?.detail.contains(#""leftOut":"1""#) == true)
    await ask(shop, 32)
    try await shop.engine.tellLeftOut(andOfThisMinute: true)
    #expect(try refusals(shop).last?.detail.contains(#""leftOut":"2""#) == true)
  }

  @Test("what a state or a gate refuses is on record once, however often")
  func states() async throws {
    let shop = try await shop()
    for _ in 0..<40 {
      await #expect(throws: EngineError.self) { try await shop.command(.resume, "p1") }
      await #expect(throws: EngineError.self) { try await shop.command(.advance(to: nil), "p1") }
    }
    #expect(try refusals(shop).count == 80)
  }

  @Test("plans that are wrong are bounded too")
  func plans() async throws {
    let shop = try await Shop(targets: Shop.one)
    for _ in 0..<40 {
      await #expect(throws: EngineError.self) { _ = try await shop.engine.register(PlanFiles([]), by: alice) }
    }
    #expect(try refusals(shop).count == 30)
  }
}
