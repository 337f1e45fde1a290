/// A word in the place of a command that is no command. The parser takes it for an argument of the default command,
/// which would say nothing of use.
enum MistypedCommand {
  /// What is wrong and what to do; nil where the first word is a command or there is none.
  static func message(_ arguments: [String], _ all: CommandDescription) -> [String]? {
    var rest = arguments[...]
    while let word = rest.first, word.hasPrefix("-") {
      rest = rest.dropFirst(all.takesValue(word) ? 2 : 1)
    }
    let commands = all.subcommands.map(\.name) + ["help"]
    guard let word = rest.first, !commands.contains(word) else { return nil }
    return ["There is no command \"\(SafeText.line(word))\".", hint(word, after: rest.dropFirst(), commands)]
  }

  private static func hint(_ word: String, after: ArraySlice<String>, _ commands: [String]) -> String {
    if let command = after.first, commands.contains(command) {
      return "The command comes first: migratectl \(command) \(SafeText.line(word))"
    }
    let near = commands.filter { distance($0, word) <= 2 }.sorted { distance($0, word) < distance($1, word) }
    let begun = word.count > 1 ? commands.filter { $0.hasPrefix(word) } : []
    let meant = begun.isEmpty ? Array(near.prefix(1)) : begun
    guard !meant.isEmpty else {
      return "See the commands there are: migratectl --help"
    }
    return "Did you mean \(Counting.list(meant, "or"))?"
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
