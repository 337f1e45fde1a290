/// How many closed connections of one user are told of: so many a minute, so that nobody fills the log. The others are
/// counted, and told in one sum.
struct TellingBound {
  static let perMinute = 10

  private struct Minute {
    var since: ContinuousClock.Instant
    var told = 0
    var untold = 0
  }

  private var minutes: [UInt32: Minute] = [:]

  /// What is to be told now that this happened: sums of minutes that are over, and the event itself unless it is one too
  /// many.
  mutating func admit(_ event: ServerEvent, of uid: UInt32, at now: ContinuousClock.Instant) -> [ServerEvent] {
    let over = minutes.filter { now - $0.value.since >= .seconds(60) }
    for uid in over.keys { minutes[uid] = nil }
    let sums = over.filter { $0.value.untold > 0 }.sorted { $0.key < $1.key }
      .map { ServerEvent.untold(uid: $0.key, count: $0.value.untold) }
    var minute = minutes[uid] ?? Minute(since: now)
    defer { minutes[uid] = minute }
    guard minute.told < Self.perMinute else {
      minute.untold += 1
      return sums
    }
    minute.told += 1
    return sums + [event]
  }
}
