import MigrationPhases
import MigrationStore

/// What became of one try of an activity.
struct PerformanceEnd: Sendable {
  var outcome: Outcome
  var detail: String?
  /// The step that decided it. Recorded together with the outcome, so that no death of the daemon falls between.
  var step: EndedStep?

  init(_ outcome: Outcome, _ detail: String?, step: EndedStep? = nil) {
    self.outcome = outcome
    self.detail = detail
    self.step = step
  }
}

/// How a step that was begun ended.
struct EndedStep: Sendable {
  var id: Int64
  var name: String
  var status: StepStatus
  var detail: String?
}
