/// Rows under titles. Where the width is limited, the least important columns yield; a column that is empty in every
/// row is left out.
struct Table: Sendable {
  /// A cut column keeps at least so many columns of the terminal.
  private static let least = 6
  private static let gap = 2

  var columns: [TableColumn]
  var rows: [[TableCell]] = []
  /// Blanks before every line.
  var indent = 0

  /// Lines, each with its line break. Titles only where the appearance has a legend.
  func text(_ appearance: Appearance) -> String {
    let widths = fitted(naturalWidths(appearance), to: appearance.width)
    var text = ""
    if appearance.hasLegend {
      text += line(columns.map { TableCell($0.title, .strong) }, widths, appearance)
    }
    for row in rows { text += line(row, widths, appearance) }
    return text
  }

  /// By the column's index; empty columns have none.
  private func naturalWidths(_ appearance: Appearance) -> [Int: Int] {
    var widths: [Int: Int] = [:]
    for column in columns.indices {
      let widest = rows.reduce(0) { max($0, TextWidth.of($1[column].text)) }
      guard widest > 0 else { continue }
      widths[column] = max(widest, appearance.hasLegend ? TextWidth.of(columns[column].title) : 0)
    }
    return widths
  }

  private func fitted(_ natural: [Int: Int], to limit: Int?) -> [Int: Int] {
    guard let limit else { return natural }
    var widths = natural
    var excess: Int { indent + widths.values.reduce(0, +) + Self.gap * max(0, widths.count - 1) - limit }
    let yielding = columns.indices.filter { columns[$0].yield.order != nil && natural[$0] != nil }
      .sorted { (columns[$0].yield.order ?? 0) < (columns[$1].yield.order ?? 0) }
    for column in yielding where excess > 0 {
      let width = natural[column] ?? 0
      let shrunk = max(min(width, Self.least), width - excess)
      switch columns[column].yield {
      case .never: break
      case .shrinks: widths[column] = shrunk
      case .shrinksThenGoes:
        widths[column] = shrunk
        if excess > 0 { widths[column] = nil }
      case .goes: widths[column] = nil
      }
    }
    return widths
  }

  private func line(_ cells: [TableCell], _ widths: [Int: Int], _ appearance: Appearance) -> String {
    var line = TextWidth.blanks(indent)
    /// Blanks that are written only when something follows.
    var owed = 0
    for column in columns.indices {
      guard let width = widths[column] else { continue }
      let text = TextWidth.cut(cells[column].text, to: width)
      let fill = width - TextWidth.of(text)
      let before = columns[column].alignment == .right ? fill : 0
      if text.isEmpty {
        owed += width + Self.gap
        continue
      }
      line += TextWidth.blanks(owed + before) + cells[column].tone.paint(text, appearance)
      owed = fill - before + Self.gap
    }
    return line + "\n"
  }
}
