import MigrationPhases
import MigrationStore

/// What was found when the record was verified last.
public enum RecordFinding: Sendable, Hashable {
  /// The first time since the start is not over yet.
  case underWay
  case intact(at: Timestamp)
  /// `what` is the first thing that is not as it was written.
  case altered(what: String, at: Timestamp)
  /// It could not be read to its end.
  case unknown(why: String, at: Timestamp)

  init(_ report: VerifyReport, at: Timestamp) {
    guard let what = report.firstFault else {
      self = .intact(at: at)
      return
    }
    self = .altered(what: what, at: at)
  }
}

extension VerifyReport {
  /// What is wrong first, and how much more there is; nil where nothing is.
  var firstFault: String? {
    let all = [firstBad?.what, strays.first.map { "\($0)" }].compactMap { $0 }
    guard let first = all.first else { return isSound ? nil : "records are not as the history says" }
    let more = (firstBad == nil ? 0 : 1) + strayCount - 1
    return more > 0 ? "\(first) (and \(more) more)" : first
  }
}
