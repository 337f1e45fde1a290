import Testing

@testable import MigrationEngine

struct LatencyTests {
  private let start = ContinuousClock.now

  private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

  @Test func `without a look nothing is known`() {
    #expect(LatencyRing().spread(at: start) == LatencySpread(of: []))
    #expect(LatencySpread(of: []).samples == 0)
    #expect(LatencySpread(of: []).p50 == nil && LatencySpread(of: []).p99 == nil)
  }

  @Test(arguments: [
    (count: 1, p50: 1, p99: 1), (2, 1, 2), (3, 2, 3), (99, 50, 99), (100, 50, 99), (101, 51, 100), (900, 450, 891),
  ])
  func `percentiles are the nearest rank, in whatever order they came`(count: Int, p50: Int, p99: Int) {
    let spread = LatencySpread(of: (1...count).reversed().map { .milliseconds($0) })
    #expect(spread.samples == count)
    #expect(spread.p50 == .milliseconds(p50) && spread.p99 == .milliseconds(p99))
  }

  @Test func `a ring keeps the newest 900`() {
    var ring = LatencyRing()
    for number in 1...2_000 { ring.add(.milliseconds(number), at: start) }
    let spread = ring.spread(at: start)
    #expect(spread.samples == 900)
    // 1101 to 2000.
    #expect(spread.p50 == .milliseconds(1_550) && spread.p99 == .milliseconds(1_991))
  }

  @Test func `what is older than 15 minutes does not count`() {
    var ring = LatencyRing()
    ring.add(.seconds(9), at: at(0))
    ring.add(.seconds(1), at: at(10))
    #expect(ring.spread(at: at(900)).samples == 2)
    #expect(ring.spread(at: at(901)).p99 == .seconds(1))
    #expect(ring.spread(at: at(911)).samples == 0)
  }

  @Test func `each target has its own, and one that is gone from the configuration is forgotten`() {
    let board = LatencyBoard(now: { [start] in start })
    board.note(.milliseconds(1), of: "s1")
    board.note(.milliseconds(3), of: "p1")
    #expect(board.spread(of: "s1").p50 == .milliseconds(1) && board.spread(of: "p1").p50 == .milliseconds(3))
    board.keep(["p1"])
    #expect(board.spread(of: "s1").samples == 0 && board.spread(of: "p1").samples == 1)
  }
}
