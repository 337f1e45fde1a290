import MigrationPhases
import MigrationPlan

/// Reads moments as systemd.time writes them: `2026-11-23 12:00[:00][ UTC]` (or the local zone's own short name), `2026-11-23T12:00:00Z`, `2026-11-23`,
/// `12:00`, `now`, `today`, `yesterday`, `tomorrow`, `-2h`, `+2h`, `2h ago`, `@1795435200`. A date without a time is the
/// beginning of its day. (https://www.freedesktop.org/software/systemd/man/latest/systemd.time.html)
struct MomentParser: Sendable {
  /// What was found and what was expected.
  struct Problem: Error, Hashable, CustomStringConvertible {
    let description: String
  }

  let moments: Moments

  func parse(_ text: String) throws(Problem) -> Timestamp {
    let words = text.split(whereSeparator: { $0 == " " }).map { String($0) }
    switch words.count == 1 ? words[0] : "" {
    case "now": return moments.now
    case "today": return try day(0, text)
    case "yesterday": return try day(-1, text)
    case "tomorrow": return try day(1, text)
    default: break
    }
    if let relative = try relative(words, text) { return relative }
    guard let absolute = absolute(words) else { throw unreadable(text) }
    return absolute
  }

  // MARK: Seen from now

  private func relative(_ words: [String], _ text: String) throws(Problem) -> Timestamp? {
    guard let first = words.first else { return nil }
    if first.hasPrefix("@"), words.count == 1 {
      guard let seconds = Int64(first.dropFirst()), abs(seconds) < 1 << 40 else { return nil }
      return Timestamp(microseconds: seconds * 1_000_000)
    }
    if first.hasPrefix("-") || first.hasPrefix("+") {
      let span = try span(String(words.joined(separator: " ").dropFirst()), text)
      return first.hasPrefix("-") ? moments.now + (.zero - span) : moments.now + span
    }
    if words.last == "ago" { return moments.now + (.zero - (try span(words.dropLast().joined(separator: " "), text))) }
    return nil
  }

  private func span(_ words: String, _ text: String) throws(Problem) -> Duration {
    do {
      return try TimeSpan.parse(words)
    } catch {
      throw Problem(description: "\"\(SafeText.line(text))\": \(error.description)")
    }
  }

  /// Midnight of a day near today.
  private func day(_ offset: Int, _ text: String) throws(Problem) -> Timestamp {
    let noon = midday(moments.zone.calendar(moments.now)).flatMap { moments.zone.moment($0) }
    guard let noon else { throw unreadable(text) }
    var day = moments.zone.calendar(noon + .seconds(offset * 86_400))
    (day.hour, day.minute, day.second) = (0, 0, 0)
    guard let midnight = moments.zone.moment(day) else { throw unreadable(text) }
    return midnight
  }

  /// Steps of 24 hours from noon stay within the neighbouring days even where clocks are set forward or back.
  private func midday(_ time: CalendarTime) -> CalendarTime? {
    CalendarTime(year: time.year, month: time.month, day: time.day, hour: 12)
  }

  // MARK: By the calendar

  private func absolute(_ all: [String]) -> Timestamp? {
    var words = all
    var zone = moments.zone
    if words.count == 1, let separator = words[0].firstIndex(of: "T") {
      words = [String(words[0][..<separator]), String(words[0][words[0].index(after: separator)...])]
    }
    if let last = words.last, words.count > 1, last == "UTC" || last == "Z" {
      zone = .utc
      words.removeLast()
    } else if let last = words.last, words.count > 1, zone.names(near: moments.now).contains(last) {
      words.removeLast()
    } else if let last = words.last, last.hasSuffix("Z") {
      zone = .utc
      words[words.count - 1] = String(last.dropLast())
    }
    if words.count > 1, Self.weekdays.contains(words[0]) { words.removeFirst() }
    switch words.count {
    case 1:
      if let date = date(words[0]) { return zone.moment(date) }
      let today = zone.calendar(moments.now)
      return time(words[0], on: today).flatMap { zone.moment($0) }
    case 2: return date(words[0]).flatMap { time(words[1], on: $0) }.flatMap { zone.moment($0) }
    default: return nil
    }
  }

  private static let weekdays: Set<String> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  private func date(_ text: String) -> CalendarTime? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, let year = number(parts[0]) else { return nil }
    guard let month = number(parts[1]), let day = number(parts[2]) else { return nil }
    return CalendarTime(year: year, month: month, day: day)
  }

  private func time(_ text: String, on date: CalendarTime) -> CalendarTime? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = number(parts[0]), let minute = number(parts[1]) else { return nil }
    guard let second = parts.count == 3 ? number(parts[2]) : 0 else { return nil }
    return CalendarTime(
      year: date.year, month: date.month, day: date.day, hour: hour, minute: minute, second: second)
  }

  /// Up to four digits and nothing else.
  private func number(_ text: Substring) -> Int? {
    guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }

  private func unreadable(_ text: String) -> Problem {
    Problem(
      description: "\"\(SafeText.line(text))\" is no point in time, expected one such as \"2026-11-23 12:00\", "
        + "2026-11-23, 12:00, today, yesterday, -2h or \"2h ago\"")
  }
}
