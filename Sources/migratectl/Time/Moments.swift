import Glibc
import MigrationPhases

/// Writes moments in a zone, as seen from one moment.
struct Moments: Sendable {
  var zone: Zone
  var now: Timestamp

  static func current(_ zone: Zone) -> Moments {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    return Moments(zone: zone, now: Timestamp(microseconds: microseconds))
  }

  /// `2026-11-23 12:53:01 CET`, from microseconds since 1970.
  func text(_ microseconds: Int) -> String { zone.calendar(Timestamp(microseconds: Int64(microseconds))).text }

  /// `2026-11-23 12:53:01`, where the zone is said elsewhere.
  func bare(_ microseconds: Int) -> String {
    var time = zone.calendar(Timestamp(microseconds: Int64(microseconds)))
    time.zone = ""
    return time.text
  }

  /// The zone's short name as it is now.
  var zoneName: String { zone.calendar(now).zone }

  /// `3h ago`, `now`, `in 13d 4h`.
  func relative(_ microseconds: Int) -> String {
    let span = now - Timestamp(microseconds: Int64(microseconds))
    if span >= .seconds(1) { return rounded(span) + " ago" }
    if span <= .seconds(-1) { return "in " + rounded(.zero - span) }
    return "now"
  }

  /// `2026-11-23 12:53:01 CET (3h ago)`
  func both(_ microseconds: Int) -> String { "\(text(microseconds)) (\(relative(microseconds)))" }

  /// To whole seconds, since what is smaller says nothing here.
  private func rounded(_ span: Duration) -> String { Duration.seconds(span.components.seconds).inWords }
}
