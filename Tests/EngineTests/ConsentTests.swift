import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("Sign-offs and approvals")
struct ConsentTests {
  private func shop(validFor: Duration? = nil) async throws -> Shop {
    var policy = Shop.production
    policy.approvalValidFor = validFor
    let shop = try await Shop(policies: ["production": policy])
    try await shop.register(shop.plan())
    return shop
  }

  private func signOff(_ shop: Shop, _ target: String?, expiresIn: Duration? = nil) async throws -> [String] {
    try await shop.engine.signOff(
      "backup", migration: "add-full-name", target: target, evidence: "seen", expiresIn: expiresIn, by: alice
    ).map(\.rollout.target)
  }

  private func approve(_ shop: Shop, _ phase: Phase = .expand) async throws -> Consent {
    try await shop.engine.approve(phase, migration: "add-full-name", target: "p1", comment: nil, by: bob)
  }

  @Test(
    "a claim that counts for no time, or for ever and a day, is refused",
    arguments: [
      Duration.zero, .seconds(-5), .milliseconds(999), .seconds(3_652 * 86_400 + 1), .microseconds(Int64.max),
    ])
  func spans(span: Duration) async throws {
    let shop = try await shop()
    let error = await #expect(throws: EngineError.self) { _ = try await signOff(shop, "p1", expiresIn: span) }
    guard case .invalidArgument("expiresIn", let message)? = error else {
      Issue.record("it was \(String(describing: error))")
      return
    }
    #expect(message == "found \(span.inWords), expected 1s to 10 years (3652d)")
    #expect(try shop.journal.read { try $0.signOffs(ofRollout: 2) }.isEmpty)
  }

  @Test("a claim counts for a second at least and ten years at most", arguments: [1, 3_652 * 86_400])
  func bounds(seconds: Int) async throws {
    let shop = try await shop()
    #expect(try await signOff(shop, "p1", expiresIn: .seconds(seconds)) == ["p1"])
  }

  @Test("what has ended is signed off no more; what goes on beside it is")
  func ended() async throws {
    let shop = try await shop()
    try await shop.command(.cancel, "s1")
    let error = await #expect(throws: EngineError.self) { _ = try await signOff(shop, "s1") }
    #expect(error?.refusal == .ended(.cancelled))
    let line = try #require(try shop.journal.read { try $0.lastHistory() })
    #expect(line.event == "refused" && line.target == "s1" && line.detail.contains(#""command":"sign-off""#))
    #expect(try await signOff(shop, nil) == ["p1"])
    try await shop.command(.cancel, "p1")
    await #expect(throws: EngineError.self) { _ = try await signOff(shop, nil) }
    #expect(try shop.journal.read { try $0.signOffs(ofRollout: 1) }.isEmpty)
    #expect(try shop.journal.read { try $0.signOffs(ofRollout: 2) }.count == 1)
  }

  @Test("what has ended is approved no more, and that is on record")
  func endedConsent() async throws {
    let shop = try await shop()
    try await shop.command(.cancel, "p1")
    let error = await #expect(throws: EngineError.self) { _ = try await approve(shop) }
    #expect(error?.refusal == .ended(.cancelled))
    let line = try #require(try shop.journal.read { try $0.lastHistory() })
    #expect(line.event == "refused" && line.detail == #"{"code":"ended","command":"approve"}"#)
    #expect(try shop.journal.read { try $0.approvals(ofRollout: 2) }.isEmpty)
  }

  @Test("consent given twice by the same person is on record once, and the second answer says since when")
  func twice() async throws {
    let shop = try await shop()
    let first = try await approve(shop)
    shop.clock.pass(days: 1)
    let again = try await approve(shop)
    #expect(first.isNew && !again.isNew && again.approval == first.approval)
    // To another phase it is another.
    #expect(try await approve(shop, .contract).isNew)
    #expect(try shop.journal.read { try $0.approvals(ofRollout: 2) }.count == 2)
    let approved = try shop.journal.read { try $0.history(HistoryFilter()) }.filter { $0.event == "approved" }
    #expect(approved.count == 2)
  }

  @Test("consent that has expired, or that the history does not bear out, is given anew")
  func anew() async throws {
    let shop = try await shop(validFor: .seconds(86_400))
    #expect(try await approve(shop).isNew)
    shop.clock.pass(days: 2)
    #expect(try await approve(shop).isNew)
    try shop.forge("UPDATE approval SET at = at + 1 WHERE id = 2")
    #expect(try await approve(shop).isNew)
    #expect(try await !approve(shop).isNew)
  }
}
