import MigrationPhases
import MigrationSQLite
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("The verification after a start")
struct StartVerificationTests {
  private func shop() async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    return shop
  }

  @Test("finds a sound record intact, and says when")
  func sound() async throws {
    let shop = try await shop()
    #expect(shop.verification.latest == .underWay)
    await shop.verification.verifyAtStart()
    #expect(shop.verification.latest == .intact(at: shop.clock.now))
    #expect(shop.errors.now == 0)
  }

  @Test("tells an altered entry and an altered record in one line of the log, and commands go on")
  func altered() async throws {
    let shop = try await shop()
    try shop.forge(
      "UPDATE history SET by_user = 'eve' WHERE seq = 1", "UPDATE migration SET schema_version = 7", "DELETE FROM fact")
    await shop.verification.verifyAtStart()
    #expect(
      shop.verification.latest
        == .altered(
          what: "entry 1 was altered: its hash is not the hash of what it says (and 1 more)", at: shop.clock.now))
    #expect(shop.errors.now == 1)
    try await shop.command(.advance(to: .expand))
    #expect(try shop.state() == .queued(.phase(.expand)))
  }

  @Test("is brought up to date by whoever asks later")
  func askedLater() async throws {
    let shop = try await shop()
    await shop.verification.verifyAtStart()
    try shop.forge("UPDATE migration SET schema_version = 7")
    let report = try await shop.verification.verify()
    #expect(!report.isSound)
    guard case .altered(let what, _) = shop.verification.latest else {
      Issue.record("\(shop.verification.latest)")
      return
    }
    #expect(what.hasPrefix("add-full-name: registration: stored is schema version 7;"), "\(what)")
  }

  @Test("ends without a word when the daemon is stopped meanwhile")
  func cancelled() async throws {
    let shop = try await shop()
    let verification = shop.verification
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await verification.verifyAtStart()
    }
    await task.value
    #expect(verification.latest == .underWay && shop.errors.now == 0)
  }
}
