/// Rows a second and the time that is left, from how far a backfill was when.
public struct RateEstimator: Sendable, Hashable {
  /// Nil before the second sample.
  public private(set) var rowsPerSecond: Double?
  private var last: Sample?

  private struct Sample: Sendable, Hashable {
    var time: Duration
    var rowsDone: Int
  }

  public init() {}

  /// Takes in that at `time`, on any clock that does not go back, `rowsDone` rows were done.
  public mutating func record(rowsDone: Int, at time: Duration) {
    guard let before = last else {
      last = Sample(time: time, rowsDone: rowsDone)
      return
    }
    let seconds = (time - before.time) / .seconds(1)
    guard seconds > 0 else { return }
    last = Sample(time: time, rowsDone: rowsDone)
    let measured = Double(max(0, rowsDone - before.rowsDone)) / seconds
    // Weighs by time and not by samples, since batches differ in length; the last seconds count most.
    let weight = seconds / (seconds + Self.memory)
    rowsPerSecond = rowsPerSecond.map { $0 + weight * (measured - $0) } ?? measured
  }

  /// Nil while nothing is known, and while it stands still.
  public func timeLeft(rowsLeft: Int) -> Duration? {
    if rowsLeft <= 0 { return .zero }
    guard let rate = rowsPerSecond, rate > 0 else { return nil }
    let seconds = Double(rowsLeft) / rate
    return seconds < Self.mostSeconds ? .seconds(seconds) : nil
  }

  /// Seconds.
  private static let memory = 5.0
  /// A century: more is no estimate.
  private static let mostSeconds = 3.2e9
}
