import MigrationBackfill
import Testing

@Suite struct PausePolicyTests {
  private let settings = PausePolicy.Settings(
    shared: .init(hold: .milliseconds(100), pause: .milliseconds(30)),
    alone: .init(hold: .milliseconds(600), pause: .milliseconds(110)), memory: .seconds(1))

  private func pauses(
    _ policy: inout PausePolicy, batches: Int, held: Duration, free: Duration = .zero, othersWrote: Bool = false
  ) -> [Int] {
    (0..<batches).map { _ in
      Int(policy.pause(afterHolding: held, free: free, othersWrote: othersWrote) / .milliseconds(1))
    }
  }

  @Test func `alone it pauses seldom and long`() {
    var policy = PausePolicy(settings)
    let seen = pauses(&policy, batches: 12, held: .milliseconds(100))
    #expect(seen == [0, 0, 0, 0, 0, 110, 0, 0, 0, 0, 0, 110])
  }

  @Test func `with others it pauses often and briefly`() {
    var policy = PausePolicy(settings)
    #expect(pauses(&policy, batches: 4, held: .milliseconds(40), othersWrote: true) == [0, 30, 0, 30])
    #expect(pauses(&policy, batches: 3, held: .milliseconds(90), othersWrote: true) == [30, 30, 30])
  }

  @Test func `others are remembered for a while`() {
    var policy = PausePolicy(settings)
    _ = pauses(&policy, batches: 1, held: .milliseconds(90), othersWrote: true)
    let seen = pauses(&policy, batches: 20, held: .milliseconds(90))
    #expect(seen.prefix(8) == [30, 30, 30, 30, 30, 30, 30, 30])
    #expect(!seen.dropFirst(9).contains(30))
  }

  @Test func `nobody waits longer than the rhythm says, whatever the batches are like`() {
    var random = SeededRandom(seed: 7)
    var policy = PausePolicy(settings)
    var onEnd = Duration.zero
    var last = Duration.zero
    for _ in 0..<10_000 {
      let held = Duration.milliseconds(Int.random(in: 1...90, using: &random))
      onEnd += held
      // One batch may be longer than the one before it told.
      #expect(onEnd <= .milliseconds(600) + max(.zero, held - last))
      if policy.pause(afterHolding: held, free: .zero, othersWrote: Bool.random(using: &random)) > .zero {
        onEnd = .zero
      }
      last = held
    }
  }

  @Test func `time that the lock was free anyway counts as a pause`() {
    var policy = PausePolicy(settings)
    #expect(
      pauses(&policy, batches: 3, held: .milliseconds(90), free: .milliseconds(20), othersWrote: true) == [10, 10, 10])
    #expect(
      pauses(&policy, batches: 3, held: .milliseconds(60), free: .milliseconds(40), othersWrote: true) == [0, 0, 0])
  }
}
