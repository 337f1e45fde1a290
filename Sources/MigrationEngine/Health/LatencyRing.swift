/// How long the latest looks at one target took. It is bounded: a new look takes the place of the oldest.
struct LatencyRing: Sendable {
  static let capacity = 900
  /// What is older says nothing about now.
  static let window: Duration = .seconds(900)

  private struct Sample {
    var at: ContinuousClock.Instant
    var took: Duration
  }

  private var samples: [Sample] = []
  /// Where the oldest one is, once the ring is full.
  private var oldest = 0

  mutating func add(_ took: Duration, at now: ContinuousClock.Instant) {
    let sample = Sample(at: now, took: took)
    if samples.count < Self.capacity {
      samples.append(sample)
    } else {
      samples[oldest] = sample
      oldest = (oldest + 1) % Self.capacity
    }
  }

  /// Over the window that ends now.
  func spread(at now: ContinuousClock.Instant) -> LatencySpread {
    LatencySpread(of: samples.filter { now - $0.at <= Self.window }.map(\.took))
  }
}
