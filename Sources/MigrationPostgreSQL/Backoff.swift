/// Pauses between tries: each about twice as long as the one before, and never quite the same, so that many who wait for
/// one thing do not come back together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
public struct Backoff: Sendable, Hashable {
  /// All tries together, the first one included.
  public var tries: Int
  public var first: Duration
  public var longest: Duration

  public init(tries: Int, first: Duration, longest: Duration) {
    self.tries = tries
    self.first = first
    self.longest = longest
  }

  /// The pause after `tried` tries that failed, within half as much and half as much again; nil when that was the last.
  public func pause(
    after tried: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration? {
    guard tried < tries else { return nil }
    var pause = first
    for _ in 1..<max(tried, 1) where pause < longest { pause = pause * 2 }
    return min(pause, longest) * Double.random(in: 0.5...1.5, using: &generator)
  }

  public func pause(after tried: Int) -> Duration? {
    var generator = SystemRandomNumberGenerator()
    return pause(after: tried, using: &generator)
  }
}
