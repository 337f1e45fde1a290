import MigrationPhases
import Testing

@testable import MigrationEngine

@Suite("A claim that says nothing")
struct EmptyClaimTests {
  @Test("is refused", arguments: ["", " ", ".", "--", "#!"])
  func refused(_ evidence: String) async throws {
    let shop = try await Shop()
    try await shop.register(shop.plan())
    let error = await #expect(throws: EngineError.self) {
      _ = try await shop.engine.signOff(
        "backup", migration: "add-full-name", target: "p1", evidence: evidence, expiresIn: nil, by: alice)
    }
    guard case .invalidArgument("evidence", _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
