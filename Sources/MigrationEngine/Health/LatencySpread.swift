/// How long looks at a target took, taken together.
public struct LatencySpread: Sendable, Hashable {
  /// How many looks there were.
  public var samples: Int
  /// Half of them took no longer; nil where there were none.
  public var p50: Duration?
  /// 99 of 100 took no longer; nil where there were none.
  public var p99: Duration?

  init(of latencies: [Duration]) {
    let sorted = latencies.sorted()
    samples = sorted.count
    p50 = Self.percentile(50, of: sorted)
    p99 = Self.percentile(99, of: sorted)
  }

  /// The nearest rank (https://en.wikipedia.org/wiki/Percentile): always one that was measured.
  private static func percentile(_ percent: Int, of sorted: [Duration]) -> Duration? {
    guard !sorted.isEmpty else { return nil }
    return sorted[(percent * sorted.count + 99) / 100 - 1]
  }
}
