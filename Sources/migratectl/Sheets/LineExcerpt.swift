/// As much of a line of a file as fits, around the place that is talked about.
struct LineExcerpt: Sendable, Equatable {
  /// With an ellipsis at each end where something was left out.
  var text: String
  /// Columns before the place; nil where there is none, or where it is beyond the line.
  var before: Int?

  /// - Parameters:
  ///   - column: of the line's characters, from 1.
  ///   - room: columns of the terminal.
  init(_ line: String, around column: Int?, room: Int) {
    let shown = line.map { $0 == "\t" ? " " : SafeText.line(String($0)) }
    let widths = shown.map { TextWidth.of($0) }
    let place = column.flatMap { (1...shown.count + 1).contains($0) ? $0 - 1 : nil }
    let start = Self.start(widths, place ?? 0, room)
    let mark = start > 0 ? "…" : ""
    text = mark + TextWidth.cut(shown[start...].joined(), to: room - mark.count)
    before = place.map { mark.count + widths[start..<max(start, $0)].reduce(0, +) }
  }

  /// The first character that is shown: the line's, unless the place would then be near the end of the room or beyond.
  private static func start(_ widths: [Int], _ place: Int, _ room: Int) -> Int {
    guard widths.reduce(0, +) > room, widths[..<place].reduce(0, +) > room - 10 else { return 0 }
    var start = place
    var before = 0
    while start > 0, before + widths[start - 1] < room / 2 {
      start -= 1
      before += widths[start]
    }
    return start
  }
}
