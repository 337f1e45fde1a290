/// Chooses how many rows the next batch takes, so that it holds its locks about as long as it shall.
///
/// Up by at most double, as TCP's slow start does, down by half or more at once when a batch took far too long: cutting
/// multiplicatively is what gets a shared resource out of overload (Chiu and Jain, "Analysis of the Increase and Decrease
/// Algorithms for Congestion Avoidance in Computer Networks", 1989, https://doi.org/10.1016/0169-7552(89)90019-6).
/// In between it follows a moving average of the time a row takes.
public struct BatchServo: Sendable, Hashable {
  /// In rows.
  public struct Settings: Sendable, Hashable {
    public var initial: Int
    public var floor: Int
    public var ceiling: Int

    public init(initial: Int = 2_000, floor: Int = 10, ceiling: Int = 250_000) {
      self.initial = initial
      self.floor = floor
      self.ceiling = ceiling
    }
  }

  /// Rows for the next batch.
  public private(set) var limit: Int
  private let settings: Settings
  /// Seconds a row takes, averaged over the last batches; nil before the first.
  private var secondsPerRow: Double?
  /// Seconds a row takes that is written, the same way; nil before the first was.
  private var secondsPerWrite: Double?

  public init(_ settings: Settings = Settings()) {
    self.settings = settings
    limit = min(max(settings.initial, settings.floor, 1), max(settings.ceiling, 1))
  }

  /// Takes in that the batch of `limit` rows wrote `rowsWritten` of them and held its locks for `held`, and that the
  /// next one shall hold them for `target`.
  public mutating func record(held: Duration, rowsWritten: Int, target: Duration) {
    let target = target / .seconds(1)
    let held = max(held / .seconds(1), 1e-6)
    let measured = held / Double(limit)
    let isSpike = held > Self.spike * target
    // Far from the target, what each batch costs besides its rows makes earlier ones no guide.
    let isFar = isSpike || held < target / Self.spike
    secondsPerRow = isFar ? measured : Self.average(secondsPerRow, measured)
    if rowsWritten > limit / 10 { secondsPerWrite = Self.average(secondsPerWrite, held / Double(rowsWritten)) }
    let wanted = target / (secondsPerRow ?? measured)
    let next = isSpike ? min(Double(limit) / 2, wanted) : min(wanted, Double(limit) * 2, mostUnwritten(target))
    limit = min(max(Int(next), settings.floor, 1), max(settings.ceiling, 1))
  }

  /// A stretch of rows that need no writing goes by fast. The next rows may all need it, so the batch stays within twice
  /// of what could be written in time.
  private func mostUnwritten(_ target: Double) -> Double {
    secondsPerWrite.map { 2 * target / $0 } ?? Double(max(settings.initial, Self.mostBeforeWrite))
  }

  private static func average(_ before: Double?, _ measured: Double) -> Double {
    before.map { $0 + weight * (measured - $0) } ?? measured
  }

  /// From this many times the target on, a batch counts as a spike.
  private static let spike = 2.0
  /// Of the newest batch in the average.
  private static let weight = 0.4
  /// Rows, as long as none was seen being written.
  private static let mostBeforeWrite = 20_000
}
