import MigrationControl
import MigrationPhases

/// How far a backfill is, in pieces.
struct ProgressWords: Sendable {
  let progress: Wire.Progress

  init(_ progress: Wire.Progress) { self.progress = progress }

  /// 0…100; 100 only when every row was gone over.
  var percent: Int {
    guard progress.rowsTotal > 0 else { return 100 }
    guard progress.rowsDone < progress.rowsTotal else { return 100 }
    return min(99, max(0, Int(Double(progress.rowsDone) / Double(progress.rowsTotal) * 100)))
  }

  var rows: String {
    "\(Counting.grouped(progress.rowsDone)) of \(Counting.grouped(progress.rowsTotal)) rows"
  }

  /// nil where it is not known.
  var rate: String? {
    progress.rowsPerSecond.map { $0 < 10 ? "\(tenths($0)) rows/s" : "\(Counting.grouped(bounded($0))) rows/s" }
  }

  /// Says so where the time left is not known: standing still is news.
  var left: String {
    guard progress.rowsDone < progress.rowsTotal else { return "" }
    guard let remaining = progress.remaining else { return "time left unknown" }
    return Duration.seconds(max(1, remaining / 1_000_000)).inWords + " left"
  }

  /// `42%, 812 rows/s, 11s left`
  var short: String { join(["\(percent)%", rate, left]) }

  /// `6,543 of 15,607 rows, 42%, 812 rows/s, 11s left`
  var long: String { join([rows, "\(percent)%", rate, left]) }

  func bar(_ width: Int) -> String {
    let full = width * percent / 100
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }

  private func join(_ parts: [String?]) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func tenths(_ rate: Double) -> String {
    let tenths = bounded(rate * 10)
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func bounded(_ rate: Double) -> Int { rate.isFinite ? Int(min(max(0, rate), 1e15).rounded()) : 0 }
}
