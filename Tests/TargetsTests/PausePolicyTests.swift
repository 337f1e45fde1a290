import MigrationBackfill
import Testing

@Suite struct PausePolicyTests {
  private let settings = PausePolicy.Settings(
    shared: .init(batch: .milliseconds(90), onEnd: .milliseconds(100)),
    alone: .init(batch: .milliseconds(200), onEnd: .milliseconds(600)), memory: .seconds(1))

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
    #expect(seen == [0, 0, 0, 0, 0, 103, 0, 0, 0, 0, 0, 103])
    #expect(policy.batchTarget == .milliseconds(200))
  }

  @Test func `with others it pauses often and briefly`() {
    var policy = PausePolicy(settings)
    #expect(pauses(&policy, batches: 4, held: .milliseconds(40), othersWrote: true) == [0, 28, 0, 28])
    #expect(pauses(&policy, batches: 3, held: .milliseconds(90), othersWrote: true) == [28, 28, 28])
    #expect(policy.batchTarget == .milliseconds(90))
  }

  @Test func `a batch that took too long is followed by a longer pause`() {
    var policy = PausePolicy(settings)
    #expect(pauses(&policy, batches: 1, held: .milliseconds(200), othersWrote: true) == [53])
    #expect(pauses(&policy, batches: 1, held: .milliseconds(900), othersWrote: true) == [103])
  }

  /// Plays SQLite's own waiting against the pause.
  @Test func `whoever waits finds the lock free once in the pause, whenever it came`() {
    let waits = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50] + Array(repeating: 100, count: 20)
    for held in stride(from: 1, through: 1_000, by: 7) {
      var policy = PausePolicy(PausePolicy.Settings(shared: .init(batch: .zero, onEnd: .zero)))
      let pause = pauses(&policy, batches: 1, held: .milliseconds(held), othersWrote: true)[0]
      for came in 0..<held {
        var look = came
        var isIn = false
        for wait in waits where !isIn {
          isIn = look >= held && look <= held + pause
          look += wait
        }
        #expect(isIn, "held for \(held), came at \(came), paused for \(pause)")
      }
    }
  }

  @Test func `others are remembered for a while`() {
    var policy = PausePolicy(settings)
    _ = pauses(&policy, batches: 1, held: .milliseconds(90), othersWrote: true)
    let seen = pauses(&policy, batches: 20, held: .milliseconds(90))
    #expect(seen.prefix(8) == [28, 28, 28, 28, 28, 28, 28, 28])
    #expect(!seen.dropFirst(9).contains(28))
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
      pauses(&policy, batches: 3, held: .milliseconds(90), free: .milliseconds(20), othersWrote: true) == [8, 8, 8])
    #expect(
      pauses(&policy, batches: 3, held: .milliseconds(60), free: .milliseconds(40), othersWrote: true) == [0, 0, 0])
  }
}
