/// What is said of a command line that cannot be read: what is wrong, how the command is called, where to read more.
struct UsageErrorText: Sendable {
  let appearance: Appearance

  /// - Parameters:
  ///   - message: what the parser found, in its words.
  ///   - arguments: the words of the command line.
  func text(_ message: String, _ arguments: [String], _ all: CommandDescription) -> String {
    let command = all.named(in: arguments)
    // The parser writes <like-this> what the pages write LIKE-THIS.
    let found = message.replacing(#/<([a-z][a-z-]*)>/#) { $0.output.1.uppercased() }
    var lines = [found.hasSuffix(".") || found.hasSuffix("?") ? found : found + "."]
    lines += hint(found, command)
    return FailureText(appearance: appearance).message(lines) + usage(command)
      + "Help: \(command.path.joined(separator: " ")) --help\n"
  }

  private func usage(_ command: CommandDescription) -> String {
    command.path.count == 1
      ? "Usage: migratectl [OPTIONS] [COMMAND] [ARGUMENTS]\n" : HelpPage(appearance: appearance).usage(command)
  }

  private func hint(_ found: String, _ command: CommandDescription) -> [String] {
    if let match = found.firstMatch(of: #/^Unexpected argument '(.*)'/#),
      command.own.contains(where: { $0.names.contains("--target") })
    {
      return ["Is it the target? Then: --target \(match.output.1)"]
    }
    guard let named = found.firstMatch(of: #/'((?:-{1,2})?[A-Za-z][A-Za-z-]*)/#)?.output.1 else { return [] }
    let meant = command.arguments.first {
      $0.names.contains(String(named)) || ($0.names.isEmpty && $0.valueName == named)
    }
    return meant.map { ["\($0.title): \($0.abstract)"] } ?? []
  }
}
