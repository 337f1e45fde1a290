/// Measurements in ascending order. Not empty.
struct Spread: Sendable {
  private let sorted: [Double]

  init(_ values: [Double]) throws {
    guard !values.isEmpty else { throw BenchError("nothing was measured") }
    sorted = values.sorted()
  }

  var least: Double { sorted[0] }
  var most: Double { sorted[sorted.count - 1] }
  var median: Double { (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2 }

  /// The value that so much of the measurements, from 0 to 1, do not exceed.
  func quantile(_ part: Double) -> Double {
    let rank = (part * Double(sorted.count)).rounded(.up)
    return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
  }

  var words: String {
    "\(sorted.count) rounds: min \(decimal(least)), median \(decimal(median)), max \(decimal(most))"
  }
}
