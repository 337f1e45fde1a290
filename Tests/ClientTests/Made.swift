import MigrationControl
import MigrationPhases

@testable import migratectl

/// Testing has an `ExitStatus` of its own.
typealias Status = migratectl.ExitStatus

/// Values to render, with a clock that stands still at 2026-11-23 12:00:00 UTC.
enum Made {
  static let now = 1_795_435_200_000_000
  static let second = 1_000_000
  static let hour = 3_600 * second
  static let day = 24 * hour

  static let moments = Moments(zone: .utc, now: Timestamp(microseconds: Int64(now)))

  /// As in a pipe.
  static let plain = Appearance(moments: moments)

  static func terminal(_ width: Int, isColored: Bool = false) -> Appearance {
    Appearance(width: width, height: 24, isColored: isColored, hasGlyphs: true, moments: moments)
  }

  static let ada = Wire.Actor(uid: 1000, user: "ada", pid: 4711, verb: "advance")

  static func state(
    _ shape: Wire.State.Shape, _ activity: Wire.State.Activity? = nil, attempt: Int? = nil,
    reason: Wire.State.Reason? = nil
  ) -> Wire.State {
    let parts = [activity?.rawValue, attempt.map { "\($0)" }, reason?.rawValue].compactMap { $0 }
    let text = shape.rawValue + (parts.isEmpty ? "" : "(\(parts.joined(separator: ", ")))")
    return Wire.State(shape: shape, activity: activity, attempt: attempt, reason: reason, text: text)
  }

  static func rollout(
    _ state: Wire.State, on target: String = "shop-production", detail: String? = nil, next: Phase? = nil,
    waitingUntil: Int? = nil, progress: Wire.Progress? = nil
  ) -> Wire.Rollout {
    Wire.Rollout(
      migration: "add-full-name", target: target, environment: target == "shop-staging" ? "staging" : "production",
      state: state, detail: detail, changedAt: now - 3 * hour, next: next, waitingUntil: waitingUntil,
      progress: progress)
  }

  static let progress = Wire.Progress(
    rowsDone: 6_543, rowsTotal: 15_607, rowsWritten: 6_000, rowsPerSecond: 812.4, remaining: 11 * second,
    at: now - second)

  static let backfilling = rollout(state(.running, .backfill, attempt: 2), progress: progress)

  static let gates = [
    Wire.Gate(gate: "previousPhase", holds: true, message: "switch is complete here"),
    Wire.Gate(
      gate: "waitingPeriod", holds: false, message: "13d 21h of the waiting period are left", value: "3h",
      threshold: "14d", since: now - 3 * hour, remedy: "wait until 2026-12-07 09:00:00Z", who: "nobody: time"),
    Wire.Gate(gate: "reachable", holds: true, message: "the target answers", value: "5ms"),
    Wire.Gate(
      gate: "signOff", subject: "backup", holds: false, message: "backup is not signed off",
      remedy: "migratectl sign-off MIGRATION backup --evidence '…'", who: "operator"),
  ]
}
