import MigrationBackfill
import MigrationPhases
import MigrationPlan
import MigrationTargets

/// Rows that the application wrote behind the backfill.
extension Performance {
  /// In one try. An application that never stops writing such rows would otherwise keep it going for ever.
  static let mostFurtherPasses = 5

  /// The query must give 0. Until it does, the table is gone over again, as long as that helps.
  func noRowsLeft(_ query: ScriptStatement, after work: BackfillWork?) async throws(TargetError) -> StepEnd {
    var left = try await count(query)
    guard let work else { return left == 0 ? .done("0 rows") : .failed(Self.leftOver(left)) }
    let (step, tie) = (key(.backfill, StepName.rows), claim.tie)
    var passes = 0
    while left > 0 {
      guard passes < Self.mostFurtherPasses else { return .failed(Self.written(left, whileGoingOver: passes)) }
      let isOpen = try await stoppable { target async throws(TargetError) in
        try await target.reopenBackfill(work, of: step, tied: tie)
      }
      guard isOpen else { return .failed(Self.indistinct(left)) }
      let before = try await rowsWritten()
      passes += 1
      switch try await goOver(work) {
      case .stopped: return .stopped
      case .finished: break
      }
      let now = try await count(query)
      guard try await rowsWritten() > before || now < left else { return .failed(Self.notFound(now)) }
      left = now
    }
    return .done(passes == 0 ? "0 rows" : "0 rows, after \(passes) more pass\(passes == 1 ? "" : "es") over the table")
  }

  private func count(_ query: ScriptStatement) async throws(TargetError) -> Int {
    try await stoppable { target async throws(TargetError) in try await target.count(query) }
  }

  private func rowsWritten() async throws(TargetError) -> Int {
    try await claim.entry.target.ledger(of: claim.migration.name)?.backfill?.rowsWritten ?? 0
  }

  private static func leftOver(_ rows: Int) -> String {
    "\(rows) \(rows == 1 ? "row is" : "rows are") still to be written"
  }

  private static func written(_ rows: Int, whileGoingOver passes: Int) -> String {
    "\(leftOver(rows)) after \(passes) more passes: the application writes rows that the expand's triggers do not fill; "
      + "add a trigger to keep them filled (docs/plan.md), or pause the writers, and retry"
  }

  private static func notFound(_ rows: Int) -> String {
    "\(leftOver(rows)), and one more pass found none that it is to write: the plan's 'remaining' counts rows that the "
      + "backfill's 'where' leaves out, or the application wrote them meanwhile; fill them by hand, and retry"
  }

  private static func indistinct(_ rows: Int) -> String {
    "\(leftOver(rows)), and another pass could write rows twice: no 'where' of the backfill turns false for every row "
      + "that was written; fill them by hand and retry, or roll back"
  }
}
