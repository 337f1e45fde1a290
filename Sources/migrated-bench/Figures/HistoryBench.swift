/// The slowest of a hundred round trips with a long history against none.
struct HistoryBench: Bench {
  let names = ["control-p99-100k-history"]

  private static let rounds = 9
  private static let calls = 2_000

  func measure(in place: Workplace) throws -> Report {
    let short = try DaemonUnderTest("short", SampleJournal(migrations: 3), in: place)
    defer { short.stop() }
    let long = try DaemonUnderTest("long", SampleJournal(migrations: 3, history: 100_000), in: place)
    defer { long.stop() }
    let (none, many) = (try ControlCaller(short.client()), try ControlCaller(long.client()))
    var ratios: [Double] = []
    var times: [(Double, Double)] = []
    for round in 0...Self.rounds {
      let times0 = try Self.p99 { try none.status() }
      let times1 = try Self.p99 { try many.status() }
      guard round > 0 else { continue }  // the first one warms up
      ratios.append(times1 / times0)
      times.append((times0, times1))
    }
    let (without, with) = (try Spread(times.map(\.0)), try Spread(times.map(\.1)))
    return Report(
      figures: [Figure(names[0], try Spread(ratios), .atMost(1.5))],
      notes: ["p99 of Status in microseconds: \(decimal(without.median)) without, \(decimal(with.median)) with"])
  }

  private static func p99(_ call: () throws -> Void) throws -> Double {
    var times: [Double] = []
    for _ in 0..<calls { times.append(try Stopwatch.seconds(call) * 1e6) }
    return try Spread(times).quantile(0.99)
  }
}
