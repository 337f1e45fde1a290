/// A word in the place of a command that is no command. The parser takes it for an argument of the default command,
/// which would say nothing of use.
enum MistypedCommand {
  /// Options whose next word is their value.
  private static let withValue: Set<String> = [
    "--socket", "--json", "--timeout", "--migration", "--target", "-t", "-n",
  ]

  /// What is wrong, for standard error; nil where the first word is a command or there is none.
  static func message(_ arguments: [String], commands: [String]) -> String? {
    var rest = arguments[...]
    while let word = rest.first, word.hasPrefix("-") {
      rest = rest.dropFirst(withValue.contains(word) ? 2 : 1)
    }
    guard let word = rest.first, !commands.contains(word) else { return nil }
    let near = commands.filter { distance($0, word) <= 2 }.sorted { distance($0, word) < distance($1, word) }
    let hint = near.first.map { "Did you mean \($0)?" } ?? "See the commands there are: migratectl --help"
    return "Error: There is no command \"\(SafeText.line(word))\".\n\(hint)"
  }

  /// Letters to put in, take out, change, or swap with their neighbour.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var rows = [Array(0...right.count)]
    for row in 1..<(left.count + 1) {
      var line = [row] + Array(repeating: 0, count: right.count)
      for column in 1..<(right.count + 1) {
        let change = left[row - 1] == right[column - 1] ? 0 : 1
        line[column] = min(rows[row - 1][column] + 1, line[column - 1] + 1, rows[row - 1][column - 1] + change)
        let isSwap = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1]
        if isSwap { line[column] = min(line[column], rows[row - 2][column - 2] + 1) }
      }
      rows.append(line)
    }
    return rows[left.count][right.count]
  }
}
