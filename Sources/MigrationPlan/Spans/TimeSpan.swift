/// Time spans as people write them, in systemd.time's words where those have one length: `90s`, `10m`, `36h`, `14d`,
/// `2w`, `1d 12h`. (https://www.freedesktop.org/software/systemd/man/latest/systemd.time.html)
public enum TimeSpan {
  /// Why a text is no time span; the text says what was found and what was expected.
  public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// The longest that is read: a hundred years of 365 days.
  public static let longest: Duration = .seconds(100 * 365 * 86_400)

  /// Reads numbers with units, largest first or not, added up. A number without a unit is refused.
  public static func parse(_ text: String) throws(Problem) -> Duration {
    var rest = Array(text.unicodeScalars)[...]
    var total: Duration = .zero
    var parts = 0
    func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }
    skipBlanks()
    while !rest.isEmpty {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      guard !digits.isEmpty else { throw expected("found \"\(word(rest))\" where a number should be") }
      rest = rest.dropFirst(digits.count)
      skipBlanks()
      let unit = String(String.UnicodeScalarView(rest.prefix { !("0"..."9").contains($0) && $0 != " " && $0 != "\t" }))
      rest = rest.dropFirst(unit.unicodeScalars.count)
      guard !unit.isEmpty else { throw expected("the number \(word(digits)) has no unit") }
      guard let length = length(of: unit) else { throw unknown(unit) }
      guard let count = Int64(String(String.UnicodeScalarView(digits))), count <= 100 * 366 * 86_400 * 1_000 else {
        throw tooLong(text)
      }
      total += length * Int(count)
      guard total <= longest else { throw tooLong(text) }
      parts += 1
      skipBlanks()
    }
    guard parts > 0 else { throw expected("found nothing") }
    return total
  }

  /// The largest unit that is not zero and the one after it, the rest cut off: `13d 4h`, `4h 10m`, `30s`, `250ms`,
  /// `0s`.
  public static func render(_ span: Duration) -> String {
    let all = words(span)
    guard let first = all.firstIndex(where: { $0.count != 0 }) else { return "0s" }
    return all[first...].prefix(2).filter { $0.count != 0 }.map(\.text).joined(separator: " ")
  }

  /// All of the span down to milliseconds, so that `parse` reads the same span back.
  public static func exact(_ span: Duration) -> String {
    let all = words(span).filter { $0.count != 0 }
    return all.isEmpty ? "0s" : all.map(\.text).joined(separator: " ")
  }

  private static func words(_ span: Duration) -> [(count: Int64, text: String)] {
    let (seconds, attoseconds) = span.components
    var rest = seconds.magnitude
    var words: [(count: Int64, text: String)] = []
    for (name, length) in [("d", UInt64(86_400)), ("h", 3_600), ("m", 60), ("s", 1)] {
      let count = Int64(rest / length)
      rest %= length
      words.append((count, "\(count)\(name)"))
    }
    let milliseconds = Int64(attoseconds.magnitude / 1_000_000_000_000_000)
    words.append((milliseconds, "\(milliseconds)ms"))
    if span < .zero, let first = words.firstIndex(where: { $0.count != 0 }) {
      words[first].text = "-" + words[first].text
    }
    return words
  }

  private static func length(of unit: String) -> Duration? {
    switch unit {
    case "ms", "msec": .milliseconds(1)
    case "s", "sec", "second", "seconds": .seconds(1)
    case "m", "min", "minute", "minutes": .seconds(60)
    case "h", "hr", "hour", "hours": .seconds(3_600)
    case "d", "day", "days": .seconds(86_400)
    case "w", "week", "weeks": .seconds(7 * 86_400)
    default: nil
    }
  }

  private static func unknown(_ unit: String) -> Problem {
    switch unit {
    case "M", "month", "months", "y", "year", "years":
      Problem(description: "\"\(unit)\" is not always of one length, expected days or weeks, such as 30d or 52w")
    case ".", ",": expected("found a fraction")
    default: expected("\"\(unit.prefix(20))\" is no unit of time")
    }
  }

  private static func expected(_ found: String) -> Problem {
    Problem(description: "\(found), expected a time span such as 90s, 10m, 36h, 14d or 1d 12h")
  }

  private static func tooLong(_ text: String) -> Problem {
    Problem(description: "\"\(text.prefix(40))\" is longer than 100 years")
  }

  private static func word(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars.prefix { $0 != " " }.prefix(20)))
  }
}
