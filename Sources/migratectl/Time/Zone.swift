import Glibc
import MigrationPhases

/// The zone that times are read and written in.
enum Zone: Sendable, Hashable {
  case utc
  /// As TZ or /etc/localtime say.
  case local

  func calendar(_ moment: Timestamp) -> CalendarTime {
    let (quotient, remainder) = moment.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    var seconds = time_t(remainder < 0 ? quotient - 1 : quotient)
    var parts = tm()
    switch self {
    case .utc: gmtime_r(&seconds, &parts)
    case .local: localtime_r(&seconds, &parts)
    }
    let name = parts.tm_zone.map { String(cString: $0) } ?? ""
    return CalendarTime(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday), hour: Int(parts.tm_hour),
      minute: Int(parts.tm_min), second: Int(parts.tm_sec), zone: self == .utc ? "UTC" : name)
  }

  /// The zone's short names in the year around a moment, such as CET and CEST.
  func names(near moment: Timestamp) -> Set<String> {
    let days: Range<Int> = -6..<7
    return Set(days.map { calendar(moment + .seconds($0 * 30 * 86_400)).zone })
  }

  /// The moment that a calendar shows so; nil for a date that does not exist. Where clocks were set back and the time
  /// comes twice, the C library chooses.
  func moment(_ time: CalendarTime) -> Timestamp? {
    guard (1...12).contains(time.month), (1...31).contains(time.day) else { return nil }
    guard (0...24).contains(time.hour), (0...59).contains(time.minute), (0...60).contains(time.second) else {
      return nil
    }
    var parts = tm()
    parts.tm_year = Int32(time.year - 1900)
    parts.tm_mon = Int32(time.month - 1)
    parts.tm_mday = Int32(time.day)
    parts.tm_hour = Int32(time.hour)
    parts.tm_min = Int32(time.minute)
    parts.tm_sec = Int32(time.second)
    parts.tm_isdst = -1
    let seconds =
      switch self {
      case .utc: timegm(&parts)
      case .local: mktime(&parts)
      }
    let isSameDay = Int(parts.tm_mday) == time.day && Int(parts.tm_mon) + 1 == time.month
    guard isSameDay || time.hour == 24 else { return nil }
    return Timestamp(microseconds: Int64(seconds) * 1_000_000)
  }
}
