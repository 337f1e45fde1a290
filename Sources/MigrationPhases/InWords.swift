extension Duration {
  /// For people: the two largest units that are not zero, such as `13d 4h`, `2min 5s`, `800ms`; `0s` for nothing.
  public var inWords: String {
    let total = microseconds
    if total == 0 { return "0s" }
    if total < 0 { return "-" + (.zero - Duration.microseconds(total)).inWords }
    if total < 1_000 { return "\(total)us" }
    if total < 1_000_000 { return "\(total / 1_000)ms" }
    let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
    var seconds = total / 1_000_000
    var parts: [String] = []
    for (size, name) in units where parts.count < 2 {
      if seconds >= size {
        parts.append("\(seconds / size)\(name)")
        seconds %= size
      } else if !parts.isEmpty {
        break
      }
    }
    return parts.joined(separator: " ")
  }
}

extension Timestamp {
  /// `2026-11-23 12:53:01Z`: the moment in UTC to the second, in the proleptic Gregorian calendar.
  /// Days to a date by the algorithm at http://howardhinnant.github.io/date_algorithms.html#civil_from_days.
  public var inWords: String {
    let seconds = floored(microseconds, by: 1_000_000).quotient
    let (days, time) = floored(seconds, by: 86_400)
    let shifted = days + 719_468
    let (era, dayOfEra) = floored(shifted, by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthShifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthShifted + 2) / 5 + 1
    let month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let date = "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    return date + " \(twoDigits(time / 3_600)):\(twoDigits(time / 60 % 60)):\(twoDigits(time % 60))Z"
  }
}

private func floored(_ value: Int64, by size: Int64) -> (quotient: Int64, remainder: Int64) {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: size)
  return remainder < 0 ? (quotient - 1, remainder + size) : (quotient, remainder)
}

private func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
