import Foundation
import Testing

@Suite("Simulation")
struct SimulationTests {
  @Test("no history breaks a promise")
  func random() async throws {
    let histories = Histories.asked(orElse: 300)
    let (tally, failures) = try await histories.run()
    for failure in failures { Issue.record(Comment(rawValue: failure)) }
    print("\(histories.seeds.count) histories: \(tally)")
    guard histories.seeds.count >= 300 else { return }
    #expect(tally.deaths > histories.seeds.count)
    #expect(tally.contracts > histories.seeds.count / 4)
    #expect(tally.rollbacks > 0)
    #expect(tally.staleReports > 0)
    #expect(tally.unknownOutcomes > 0)
    #expect(tally.restores > 0)
  }

  @Test("one seed is one history, to the byte")
  func deterministic() async throws {
    for seed in [3, 8, 21] as [UInt64] {
      let heads = try await [Histories.one(seed), Histories.one(seed)]
      #expect(!heads[0].head.isEmpty)
      #expect(heads[0] == heads[1])
    }
  }
}
