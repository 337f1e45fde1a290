import MigrationBackfill
import Testing

@Suite struct RateEstimatorTests {
  @Test func `nothing is known before the second sample`() {
    var rate = RateEstimator()
    #expect(rate.rowsPerSecond == nil)
    rate.record(rowsDone: 500, at: .seconds(3))
    #expect(rate.rowsPerSecond == nil)
    #expect(rate.timeLeft(rowsLeft: 10) == nil)
    #expect(rate.timeLeft(rowsLeft: 0) == .zero)
  }

  @Test func `what was done before the first sample is not in the rate`() {
    var rate = RateEstimator()
    rate.record(rowsDone: 1_000_000, at: .seconds(3))
    rate.record(rowsDone: 1_000_100, at: .seconds(4))
    #expect(rate.rowsPerSecond == 100)
    #expect(rate.timeLeft(rowsLeft: 1_000) == .seconds(10))
  }

  @Test func `it follows a change within seconds, however long the batches are`() {
    for batch in [0.05, 1.0] {
      var rate = RateEstimator()
      var done = 0.0
      var time = 0.0
      func go(_ speed: Double, for seconds: Double) {
        let end = time + seconds
        while time < end {
          rate.record(rowsDone: Int(done), at: .seconds(time))
          time += batch
          done += speed * batch
        }
      }
      go(1_000, for: 60)
      #expect(abs((rate.rowsPerSecond ?? 0) - 1_000) < 10)
      go(100, for: 30)
      #expect(abs((rate.rowsPerSecond ?? 0) - 100) < 20)
    }
  }

  @Test func `standing still has no end`() {
    var rate = RateEstimator()
    for second in 0..<1_000 { rate.record(rowsDone: 5, at: .seconds(second)) }
    #expect(rate.rowsPerSecond == 0)
    #expect(rate.timeLeft(rowsLeft: 10) == nil)
  }

  @Test func `two samples at one moment do no harm`() {
    var rate = RateEstimator()
    rate.record(rowsDone: 0, at: .zero)
    rate.record(rowsDone: 50, at: .zero)
    rate.record(rowsDone: 100, at: .seconds(1))
    #expect(rate.rowsPerSecond == 100)
  }
}
