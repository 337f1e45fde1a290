/// A moment as a calendar and a clock on the wall show it.
struct CalendarTime: Sendable, Hashable {
  var year: Int
  var month: Int
  var day: Int
  var hour = 0
  var minute = 0
  var second = 0
  /// The zone's short name, such as CET; empty where it does not matter.
  var zone = ""

  /// `2026-11-23 12:53:01 CET`
  var text: String {
    let date = "\(year)-\(two(month))-\(two(day))"
    return date + " \(two(hour)):\(two(minute)):\(two(second))" + (zone.isEmpty ? "" : " \(zone)")
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
