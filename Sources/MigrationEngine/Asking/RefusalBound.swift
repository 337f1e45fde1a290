import MigrationPhases
import MigrationStore

/// How many refusals that are about no rollout go on record: so many a minute for each user, so that nobody fills the
/// journal by being refused. The others are counted.
struct RefusalBound {
  static let perMinute = 30

  struct LeftOut: Hashable {
    /// As it was refused last.
    var actor: RecordedActor
    var count: Int
    /// When the minute began.
    var since: Timestamp
  }

  private struct Minute {
    var since: Timestamp
    var recorded = 0
    var leftOut = 0
    var actor: RecordedActor

    /// A clock that was set back ends it too.
    func isOver(at now: Timestamp) -> Bool { now < since || now - since >= .seconds(60) }
  }

  private var minutes: [UInt32: Minute] = [:]

  /// Whether one more goes on record. To be asked once `over` was told.
  mutating func admits(_ actor: RecordedActor, at now: Timestamp) -> Bool {
    var minute = minutes[actor.uid] ?? Minute(since: now, actor: actor)
    minute.actor = actor
    let isAdmitted = minute.recorded < Self.perMinute
    if isAdmitted { minute.recorded += 1 } else { minute.leftOut += 1 }
    minutes[actor.uid] = minute
    return isAdmitted
  }

  /// What was left out in minutes that are over.
  func over(at now: Timestamp) -> [LeftOut] {
    minutes.values.filter { $0.leftOut > 0 && $0.isOver(at: now) }
      .map { LeftOut(actor: $0.actor, count: $0.leftOut, since: $0.since) }
      .sorted { $0.actor.uid < $1.actor.uid }
  }

  /// What was left out up to now, though the minute goes on.
  func all() -> [LeftOut] { over(at: Timestamp(microseconds: .min)) }

  /// Once they are told, minutes that are over begin anew.
  mutating func forget(overAt now: Timestamp) { minutes = minutes.filter { !$0.value.isOver(at: now) } }

  mutating func forgetAll() { minutes = [:] }
}
